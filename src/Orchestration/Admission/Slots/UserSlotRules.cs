namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// The operations on one user's slots, as functions of (state, operation, now). All are idempotent by ticket, and each ends by
/// granting whatever may run, so that no wake-up is ever owed.
/// </summary>
public static class UserSlotRules
{
    public static SlotAnswer Acquire(UserSlotsState state, AcquireUserSlot request, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(request.Ticket);
        Adopt(state, request.Settings);
        if (!state.Over.Contains(request.Ticket) && !state.IsLeased(request.Ticket) && !state.IsWaiting(request.Ticket))
        {
            state.Enqueue(new UserTicket
            {
                Ticket = request.Ticket,
                ExplicitJobId = Tickets.ExplicitJob(request.Ticket, request.JobId),
                Priority = request.Priority,
                EnqueuedMs = request.EnqueuedAt.ToUnixTimeMilliseconds(),
                Returning = request.Returning,
                Sequence = state.NextSequence++,
            });
        }

        return Answer(state, request.Ticket, now);
    }

    public static SlotAnswer Release(UserSlotsState state, ReleaseSlot request, DateTimeOffset now)
    {
        End(state, request.Ticket);
        return Answer(state, request.Ticket, now);
    }

    public static SlotAnswer Withdraw(UserSlotsState state, WithdrawSlot request, DateTimeOffset now)
    {
        if (request.ReleaseIfGranted || !state.IsLeased(request.Ticket))
            End(state, request.Ticket);
        return Answer(state, request.Ticket, now);
    }

    public static SlotAnswer Configure(UserSlotsState state, UserSettings settings, DateTimeOffset now)
    {
        Adopt(state, settings);
        return Answer(state, null, now);
    }

    public static SlotAnswer Reap(UserSlotsState state, ReapSlots request, DateTimeOffset now)
    {
        foreach (var ticket in request.Tickets)
            End(state, ticket);
        return Answer(state, null, now);
    }

    private static void Adopt(UserSlotsState state, UserSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (state.Settings is null || settings.Version > state.Settings.Version)
            state.Configure(settings);
    }

    private static void End(UserSlotsState state, string ticket)
    {
        ArgumentException.ThrowIfNullOrEmpty(ticket);
        if (!state.RemoveLease(ticket))
            state.RemoveWaiting(ticket);
        // Also for a ticket that was never seen: its acquire may still be on the way.
        state.Over.Add(ticket);
    }

    private static SlotAnswer Answer(UserSlotsState state, string? own, DateTimeOffset now)
    {
        List<Grant> grants = [];
        while (state.Settings is { } settings && state.LeaseCount < settings.MaxJobs && state.Next() is { } next)
        {
            var at = now.ToUnixTimeMilliseconds();
            state.RemoveWaiting(next.Ticket);
            state.AddLease(new UserLease { Ticket = next.Ticket, ExplicitJobId = next.ExplicitJobId, GrantedMs = at });
            if (next.Ticket != own)
                grants.Add(new Grant(next.Ticket, next.JobId, DateTimeOffset.FromUnixTimeMilliseconds(at)));
        }

        var outcome = own is null ? SlotOutcome.Gone
            : state.IsLeased(own) ? SlotOutcome.Granted
            : state.IsWaiting(own) ? SlotOutcome.Waiting
            : SlotOutcome.Gone;
        return outcome == SlotOutcome.Waiting
            ? new SlotAnswer(outcome, grants, state.LeaseCount, state.WaitingCount - 1)
            : new SlotAnswer(outcome, grants);
    }
}
