namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Result of every slot operation: the ticket's own outcome, and the other jobs that were granted by it.</summary>
public sealed record SlotAnswer(SlotOutcome Outcome, IReadOnlyList<Grant> Grants)
{
    public static SlotAnswer Of(SlotOutcome outcome) => new(outcome, []);
}
