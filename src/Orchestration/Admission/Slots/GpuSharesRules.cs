namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Divides a pool. The shard that was the whole pool begins with all of it; the others get what it gives back. Nothing is given beyond the
/// capacity, first to shards below their fair share, then to all that would use more.
/// </summary>
public static class GpuSharesRules
{
    /// <summary>Most shards of a pool.</summary>
    public const int MostShards = 64;

    public static SlotAnswer Report(GpuSharesState state, ShardReport report)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(report.Shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(report.Shard, MostShards);
        if (state.Settings is null || report.Settings.Version > state.Settings.Version)
            state.Settings = report.Settings;
        Open(state, state.Settings, report.Shard);
        state.Shards[report.Shard].Take(report);
        var sent = state.Shards.Select(s => s.Sequence).ToList();
        Divide(state.Shards, state.Settings);
        // Also again what the one that reports has not heard.
        var news = Enumerable.Range(0, sent.Count).Where(i => state.Shards[i].Sequence > (i == report.Shard ? report.Heard : sent[i]));
        return new SlotAnswer(SlotOutcome.Gone, [], Shares: [.. news.Select(i => state.Shards[i].Message(i, state.Settings))]);
    }

    /// <summary>How many shards of a pool there may be: as many as it has, or had. Its first knows it before any job asks another.</summary>
    public static int Count(PoolSettings settings, GpuSharesState? shares, GpuSlotsState? first) =>
        Math.Max(settings.Shards ?? 1, Math.Max(shares?.Shards.Count ?? 1, first?.Share?.Shards ?? 1));

    /// <summary>
    /// What to ask a shard if it and the pool's shares do not know the same: something is on its way, or was lost with whoever carried it. A question brings only settings that
    /// the pool has: a pool that was taken out of the configuration keeps its own.
    /// </summary>
    public static ShardShare? Ask(GpuSharesState? shares, int shard, GpuSlotsState? state)
    {
        var account = shares?.Shards.ElementAtOrDefault(shard);
        var same = (state?.Share?.Sequence ?? 0) == (account?.Seen ?? 0) && (state?.Share?.Heard ?? 0) == (account?.Sequence ?? 0);
        return !same && (shares?.Settings ?? state?.Settings) is { } settings ? new ShardShare(shard, 0, 0, 0, ShardLending.Keep, settings) : null;
    }

    private static void Open(GpuSharesState state, PoolSettings settings, int shard)
    {
        var count = Math.Max(settings.Shards ?? 1, shard + 1);
        if (state.Shards.Count == 0)
            state.Shards = [new GpuSharesAccount { Given = settings.Capacity }];
        if (state.Shards.Count < count)
            state.Shards = [.. state.Shards, .. Enumerable.Range(state.Shards.Count, count - state.Shards.Count).Select(_ => new GpuSharesAccount())];
    }

    private static void Divide(IReadOnlyList<GpuSharesAccount> shards, PoolSettings settings)
    {
        var fair = FairShares(shards, settings);
        var free = settings.Capacity - shards.Sum(s => s.Held);
        // Until the shard that was the pool knows that it is one of several, it may go by the whole capacity, also by a raised one.
        if (shards[0].Seen > 0)
            free = Give(shards, fair, free);
        var (needy, poor) = (shards.Count(s => s.Need > 0), Enumerable.Range(0, shards.Count).Count(IsPoor));
        for (var i = 0; i < shards.Count; i++)
        {
            var lending = free < 0 || poor > (IsPoor(i) ? 1 : 0) ? ShardLending.Return
                : needy > (shards[i].Need > 0 ? 1 : 0) ? ShardLending.Lend
                : ShardLending.Keep;
            shards[i].Tell(fair[i], lending, settings.Version);
        }

        bool IsPoor(int i) => shards[i].Need > 0 && shards[i].Held < fair[i];
    }

    // Shards that no user goes to any more count until they are empty.
    private static List<long> FairShares(IReadOnlyList<GpuSharesAccount> shards, PoolSettings settings)
    {
        var count = settings.Shards ?? 1;
        for (var i = count; i < shards.Count; i++)
            count = shards[i] is { Held: 0, Need: 0 } ? count : i + 1;
        var fair = Parts(settings.Capacity, count);
        // Jobs that cost more than a part would wait for ever for what the others have. One shard at a time is due as much as its next job costs: the last
        // first, since a shard that no user goes to any more comes to an end of them.
        var large = Enumerable.Range(0, count).LastOrDefault(i => shards[i].ToldNext > fair[i], -1);
        if (large >= 0)
        {
            var due = Math.Min(shards[large].ToldNext, settings.Capacity);
            fair = Parts(settings.Capacity - due, count - 1);
            fair.Insert(large, due);
        }

        return [.. fair, .. Enumerable.Repeat(0L, shards.Count - count)];
    }

    private static List<long> Parts(long capacity, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (capacity / count) + (i < capacity % count ? 1 : 0))];

    // Up to the fair shares, those furthest below theirs first; then in equal parts.
    private static long Give(IReadOnlyList<GpuSharesAccount> shards, List<long> fair, long free)
    {
        foreach (var i in Enumerable.Range(0, shards.Count).OrderBy(i => shards[i].Held - fair[i]))
            free -= shards[i].Give(Math.Min(free, fair[i] - shards[i].Held));
        for (var before = 0L; free > 0 && before != free;)
        {
            before = free;
            var needy = shards.Where(s => s.Need > 0).OrderBy(s => s.Need).ToList();
            for (var n = 0; n < needy.Count; n++)
            {
                var part = Math.Max(needy[n].Least, (free + needy.Count - n - 1) / (needy.Count - n));
                // What starts no job would only come back.
                if (part <= free)
                    free -= needy[n].Give(part);
            }
        }

        return free;
    }
}
