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
                Cost = next.Cost,
                GrantedMs = nowMs,
                Advance = GpuUse.Advance(state, next.Cost, nowMs),
            });
            grants.Add(new Grant(next.Ticket, next.JobId, DateTimeOffset.FromUnixTimeMilliseconds(nowMs)));
        }

        return grants;
    }

    private static GpuTicket? Next(GpuSlotsState state, PoolSettings settings, long nowMs)
    {
        var free = settings.Capacity - state.InUse;
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
