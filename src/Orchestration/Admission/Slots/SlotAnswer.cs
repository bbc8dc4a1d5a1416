namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Result of every slot operation.</summary>
/// <param name="Outcome">What became of the ticket.</param>
/// <param name="Grants">Other jobs that were granted by it.</param>
/// <param name="Taken">Of a ticket that waits: leases that others hold.</param>
/// <param name="Others">Of a ticket that waits: tickets beside it that wait too.</param>
/// <param name="Report">Of a shard: what the pool's shares must be told.</param>
/// <param name="Shares">Of a pool's shares: what shards must be told.</param>
public sealed record SlotAnswer(
    SlotOutcome Outcome, IReadOnlyList<Grant> Grants, int? Taken = null, int? Others = null, ShardReport? Report = null, IReadOnlyList<ShardShare>? Shares = null)
{
    public static SlotAnswer Of(SlotOutcome outcome) => new(outcome, []);
}
