namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Decides who gets the free capacity. Small jobs may pass a large one for which there is no room yet (backfill), but only for
/// the patience of the settings: then what becomes free is kept for the large one.
/// </summary>
internal static class GpuGrants
{
    /// <summary>Grants until nobody may run; the state is then settled.</summary>
    public static List<Grant> GrantAll(GpuSlotsState state, long nowMs)
    {
        List<Grant> grants = [];
        if (state.Settings is not { Mode: PoolMode.Active } settings)
            return grants;
        TurnBackClock(state, nowMs);
        while (Next(state, settings, nowMs) is { } next)
        {
            state.RemoveWaiting(next.Ticket);
            state.AddLease(new GpuLease
            {
                Ticket = next.Ticket,
                ExplicitJobId = next.ExplicitJobId,
                UserId = next.UserId,
                // Of a shard's share it never counts as more later on, when the capacity is raised.
                Cost = state.Share is null ? next.Cost : Math.Min(next.Cost, settings.Capacity),
                GrantedMs = nowMs,
                Advance = GpuUse.Advance(state, next.Cost, nowMs),
            });
            grants.Add(new Grant(next.Ticket, next.JobId, DateTimeOffset.FromUnixTimeMilliseconds(nowMs)));
        }

        return grants;
    }

    /// <summary>What must be free for the next of those who wait to be granted. A pool of nothing has room for nobody, not for jobs of cost 0.</summary>
    public static long LeastCost(GpuSlotsState state, PoolSettings settings, long nowMs) =>
        Math.Clamp(Reserved(state, settings, nowMs)?.Cost ?? state.Index.LeastCost, 1, Math.Max(1, settings.Capacity));

    private static GpuTicket? Next(GpuSlotsState state, PoolSettings settings, long nowMs)
    {
        var free = state.Usable - state.InUse;
        if (free <= 0)
            return null;
        if (Reserved(state, settings, nowMs) is { } reserved)
            return Math.Min(reserved.Cost, settings.Capacity) <= free ? reserved : null;
        if (state.Index.Best(settings.Capacity, settings.Capacity) is not { } best)
            return null;
        if (Math.Min(best.Cost, settings.Capacity) <= free)
            return best;
        if (best.BlockedMs is null)
        {
            state.RemoveWaiting(best.Ticket);
            state.Enqueue(best with { BlockedMs = nowMs });
        }

        return Reserved(state, settings, nowMs) is null ? state.Index.Best(free, settings.Capacity) : null;
    }

    private static GpuTicket? Reserved(GpuSlotsState state, PoolSettings settings, long nowMs) =>
        state.Index.LongestBlocked is { } blocked && nowMs - blocked.BlockedMs >= settings.LargeJobPatienceSeconds * 1000 ? blocked : null;

    // After a clock that ran ahead was put right, patience would otherwise last until the wrong time comes again.
    private static void TurnBackClock(GpuSlotsState state, long nowMs)
    {
        while (state.Index.LatestBlocked is { } blocked && blocked.BlockedMs > nowMs)
        {
            state.RemoveWaiting(blocked.Ticket);
            state.Enqueue(blocked with { BlockedMs = nowMs });
        }
    }
}
