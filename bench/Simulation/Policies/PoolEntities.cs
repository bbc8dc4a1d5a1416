using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Bench.Simulation.Policies;

/// <summary>The entities of a pool, called as orchestrations call them; what one of them reports is carried to the others at once.</summary>
internal sealed class PoolEntities(PoolSettings settings)
{
    private readonly GpuSharesState _shares = new();
    private readonly long[] _operations = new long[settings.Shards ?? 1];

    public IReadOnlyList<GpuSlotsState> Shards { get; } = [.. Enumerable.Range(0, settings.Shards ?? 1).Select(_ => new GpuSlotsState())];

    /// <summary>Of the shard that had most.</summary>
    public long MostOperations => _operations.Max();

    /// <summary>Of the entity that divides the pool.</summary>
    public long SharesOperations { get; private set; }

    /// <summary>The most operations that one call was followed by.</summary>
    public int LongestChain { get; private set; }

    public bool IsEmpty => Shards.All(state => state.LeaseCount + state.WaitingCount == 0);

    /// <summary>An operation for a job of a user, and all that follows from it.</summary>
    /// <returns>The answer, with the grants of all shards.</returns>
    public SlotAnswer Call(string userId, Func<GpuSlotsState, SlotAnswer> operation, DateTimeOffset now)
    {
        var grants = new List<Grant>();
        var reports = new Queue<ShardReport>();
        var chain = -1;
        var answer = Apply(SlotEntities.ShardOf(SlotEntities.Gpu("pool", userId, settings)).Shard, operation);
        while (reports.TryDequeue(out var report))
        {
            SharesOperations++;
            chain++;
            foreach (var share in GpuSharesRules.Report(_shares, report).Shares ?? [])
                Apply(share.Shard, state => GpuSlotRules.Share(state, share, now));
        }

        LongestChain = Math.Max(LongestChain, chain);
        return answer with { Grants = grants };

        SlotAnswer Apply(int shard, Func<GpuSlotsState, SlotAnswer> apply)
        {
            _operations[shard]++;
            chain++;
            var told = apply(Shards[shard]);
            grants.AddRange(told.Grants);
            if (told.Report is { } report)
                reports.Enqueue(report with { Shard = shard });
            return told;
        }
    }
}
