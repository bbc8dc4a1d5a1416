namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// The operations on a GPU pool, as functions of (state, operation, now). All are idempotent by ticket, and each ends by granting
/// whatever may run, so that no wake-up is ever owed.
/// </summary>
public static class GpuSlotRules
{
    private const int MaxCost = 1_000_000;

    public static SlotAnswer Acquire(GpuSlotsState state, AcquireGpuSlot request, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(request.Ticket);
        ArgumentException.ThrowIfNullOrEmpty(request.UserId);
        Adopt(state, request.Settings, now);
        if (!state.Over.Contains(request.Ticket) && !state.IsLeased(request.Ticket) && !state.IsWaiting(request.Ticket))
        {
            Weigh(state, request);
            state.Enqueue(new GpuTicket
            {
                Ticket = request.Ticket,
                ExplicitJobId = Tickets.ExplicitJob(request.Ticket, request.JobId),
                UserId = request.UserId,
                Priority = request.Priority,
                EnqueuedMs = request.EnqueuedAt.ToUnixTimeMilliseconds(),
                Cost = Math.Clamp(request.Cost, 1, MaxCost),
                Returning = request.Returning,
                Sequence = state.NextSequence++,
            });
            GpuUse.Trim(state);
        }

        return Answer(state, request.Ticket, now);
    }

    public static SlotAnswer Release(GpuSlotsState state, ReleaseSlot request, DateTimeOffset now)
    {
        End(state, request.Ticket, now, lease =>
        {
            var seconds = GpuUse.Sane(request.GpuSeconds);
            GpuUse.Learn(state, seconds / lease.Cost);
            return seconds;
        });
        return Answer(state, request.Ticket, now);
    }

    public static SlotAnswer Withdraw(GpuSlotsState state, WithdrawSlot request, DateTimeOffset now)
    {
        if (request.ReleaseIfGranted || !state.IsLeased(request.Ticket))
            End(state, request.Ticket, now, lease => Elapsed(lease, now));
        return Answer(state, request.Ticket, now);
    }

    public static SlotAnswer Configure(GpuSlotsState state, PoolSettings settings, DateTimeOffset now)
    {
        Adopt(state, settings, now);
        return Answer(state, null, now);
    }

    /// <summary>Takes in how much of the pool this shard may use.</summary>
    public static SlotAnswer Share(GpuSlotsState state, ShardShare share, DateTimeOffset now)
    {
        Adopt(state, share.Settings, now);
        GpuSharing.Take(state, share);
        return Answer(state, null, now, alwaysReports: share.Sequence == 0);
    }

    public static SlotAnswer Reap(GpuSlotsState state, ReapSlots request, DateTimeOffset now)
    {
        foreach (var ticket in request.Tickets)
            End(state, ticket, now, lease => Elapsed(lease, now));
        return Answer(state, null, now);
    }

    /// <summary>Forgets the use of a user who has no ticket.</summary>
    public static SlotAnswer Forget(GpuSlotsState state, string userId, DateTimeOffset now)
    {
        // The index counts those who have tickets.
        _ = state.Index;
        if (state.AllUsers.FirstOrDefault(user => user.UserId == userId) is { } user && GpuUse.IsIdle(user))
            state.RemoveUser(user);
        return Answer(state, null, now);
    }

    private static void Adopt(GpuSlotsState state, PoolSettings settings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        GpuUse.Anchor(state, now.ToUnixTimeMilliseconds());
        if (state.Settings is not null && settings.Version <= state.Settings.Version)
            return;
        // Use is counted in units that depend on the half-life: bring it to the present before that changes.
        if (state.Settings is not null && settings.HalfLifeSeconds != state.Settings.HalfLifeSeconds)
            GpuUse.Rebase(state, now.ToUnixTimeMilliseconds());
        state.Configure(settings);
    }

    private static void Weigh(GpuSlotsState state, AcquireGpuSlot request)
    {
        var user = state.User(request.UserId);
        if (request.Settings.Version < user.WeightVersion)
            return;
        state.Index.Update(user, () => user.Weight = GpuUse.SaneWeight(request.Weight));
        user.WeightVersion = request.Settings.Version;
    }

    private static void End(GpuSlotsState state, string ticket, DateTimeOffset now, Func<GpuLease, double> seconds)
    {
        ArgumentException.ThrowIfNullOrEmpty(ticket);
        var nowMs = now.ToUnixTimeMilliseconds();
        GpuUse.Anchor(state, nowMs);
        if (state.RemoveLease(ticket, lease => seconds(lease) * GpuUse.Scale(state, nowMs)) is null)
            state.RemoveWaiting(ticket);
        // Also for a ticket that was never seen: its acquire may still be on the way.
        state.Over.Add(ticket);
    }

    private static double Elapsed(GpuLease lease, DateTimeOffset now) =>
        GpuUse.Sane((now.ToUnixTimeMilliseconds() - lease.GrantedMs) / 1000d * lease.Cost);

    private static SlotAnswer Answer(GpuSlotsState state, string? own, DateTimeOffset now, bool alwaysReports = false)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        GpuSharing.ReturnBorrowed(state);
        var grants = GpuGrants.GrantAll(state, nowMs);
        var report = GpuSharing.Settle(state, nowMs, alwaysReports);
        grants.RemoveAll(g => g.Ticket == own);
        var outcome = own is null ? SlotOutcome.Gone
            : state.IsLeased(own) ? SlotOutcome.Granted
            : state.IsWaiting(own) ? SlotOutcome.Waiting
            : SlotOutcome.Gone;
        return outcome == SlotOutcome.Waiting
            ? new SlotAnswer(outcome, grants, state.LeaseCount, state.WaitingCount - 1, report)
            : new SlotAnswer(outcome, grants, Report: report);
    }
}
