using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>What must hold of every single operation, judged from the stored lists alone and without the code's indexes.</summary>
internal static class StateChecks
{
    public static void Check(StoredState before, StoredState after, object input, SlotAnswer answer, DateTimeOffset now)
    {
        if (before.Entity.Name == SlotEntities.UserSlots)
            CheckUser(before.User, after.User, input, answer);
        else if (before.Entity.Name == SlotEntities.GpuShares)
            CheckShares(before.Shares, after.Shares, (ShardReport)input);
        else
            CheckGpu(before.Gpu, after.Gpu, input, answer, now);
    }

    private static void CheckUser(UserSlotsState before, UserSlotsState after, object input, SlotAnswer answer)
    {
        var limit = after.Settings?.MaxJobs ?? 0;
        if (after.Leases.Count > limit && after.Leases.Any(l => !before.IsLeased(l.Ticket)))
            throw new InvariantException(Invariants.Safety, $"{after.Leases.Count} leases of a user whose limit is {limit}");
        if (after.Waiting.Count > 0 && after.Leases.Count < limit)
            throw new InvariantException(Invariants.NoLostWakeUp, $"{after.Waiting.Count} wait, {after.Leases.Count} of {limit} slots are taken");
        CheckTickets(
            [.. before.Leases.Select(l => l.Ticket)], [.. after.Leases.Select(l => l.Ticket)], [.. after.Waiting.Select(w => w.Ticket)], input, answer);
        CheckVersion(before.Settings?.Version, after.Settings?.Version, (input as UserSettings ?? (input as AcquireUserSlot)?.Settings)?.Version);
    }

    private static void CheckGpu(GpuSlotsState before, GpuSlotsState after, object input, SlotAnswer answer, DateTimeOffset now)
    {
        var settings = after.Settings;
        var capacity = settings?.Capacity ?? 0;
        var usable = Math.Min(after.Share?.Held ?? capacity, capacity);
        var used = after.Leases.Sum(l => after.Share is null ? Math.Min(l.Cost, capacity) : (long)l.Cost);
        var fresh = after.Leases.Any(l => !before.IsLeased(l.Ticket));
        if (fresh && used > usable)
            throw new InvariantException(Invariants.Safety, $"leases cost {used} where {usable} may be used");
        if (after.Share?.Held < before.Share?.Held && used > after.Share?.Held)
            throw new InvariantException(Invariants.Safety, $"{before.Share.Held - after.Share.Held} were given back of which leases use some");
        if (fresh && settings is { Mode: not PoolMode.Active })
            throw new InvariantException(Invariants.Safety, $"a grant in a pool that is {settings.Mode}");
        if (settings is { Mode: PoolMode.Active })
            CheckNobodyMayRun(after, settings, usable - used, now);
        CheckTickets(
            [.. before.Leases.Select(l => l.Ticket)], [.. after.Leases.Select(l => l.Ticket)], [.. after.Waiting.Select(w => w.Ticket)], input, answer);
        CheckVersion(before.Settings?.Version, after.Settings?.Version, (input as PoolSettings ?? (input as AcquireGpuSlot)?.Settings ?? (input as ShardShare)?.Settings)?.Version);
    }

    private static void CheckShares(GpuSharesState before, GpuSharesState after, ShardReport report)
    {
        // The first begins with all, whatever it uses; and what one uses is its own.
        var given = after.Shards.Where((s, i) => s.Given > Math.Max(i == report.Shard ? report.Given : 0, before.Shards.ElementAtOrDefault(i)?.Given ?? (i == 0 ? s.Given : 0))).Any();
        var counted = after.Shards.Sum(s => s.Held);
        if (given && counted > after.Settings!.Capacity)
            throw new InvariantException(Invariants.Safety, $"{counted} were given of {after.Settings.Capacity}");
        CheckVersion(before.Settings?.Version, after.Settings?.Version, report.Settings.Version);
    }

    private static void CheckNobodyMayRun(GpuSlotsState state, PoolSettings settings, long free, DateTimeOffset now)
    {
        var waiting = state.Waiting;
        var reserved = waiting.Any(w => w.BlockedMs is { } b && now.ToUnixTimeMilliseconds() - b >= settings.LargeJobPatienceSeconds * 1000 && Cost(w) > free);
        if (!reserved && waiting.Any(w => Cost(w) <= free))
            throw new InvariantException(Invariants.NoLostWakeUp, $"{free} free and a job that fits waits");

        long Cost(GpuTicket ticket) => CostOf(ticket, settings);
    }

    /// <summary>What a job counts: at most the pool. A pool of nothing has room for nobody, not for jobs of cost 0.</summary>
    public static long CostOf(GpuTicket ticket, PoolSettings settings) => Math.Max(1, Math.Min(ticket.Cost, settings.Capacity));

    private static void CheckTickets(HashSet<string> leasedBefore, HashSet<string> leased, HashSet<string> waiting, object input, SlotAnswer answer)
    {
        if (leased.Overlaps(waiting))
            throw new InvariantException(Invariants.OneOutcome, "a ticket both waits and has a lease");
        var own = input switch
        {
            AcquireUserSlot a => a.Ticket,
            AcquireGpuSlot a => a.Ticket,
            ReleaseSlot r => r.Ticket,
            WithdrawSlot w => w.Ticket,
            _ => null,
        };
        var told = answer.Grants.Select(g => g.Ticket).ToHashSet();
        var granted = leased.Except(leasedBefore).Where(t => t != own).ToHashSet();
        if (!granted.SetEquals(told))
            throw new InvariantException(Invariants.NoLostWakeUp, $"granted {string.Join(' ', granted)} but the answer names {string.Join(' ', told)}");
        var outcome = own is null ? SlotOutcome.Gone : leased.Contains(own) ? SlotOutcome.Granted : waiting.Contains(own) ? SlotOutcome.Waiting : SlotOutcome.Gone;
        if (answer.Outcome != outcome)
            throw new InvariantException(Invariants.OneOutcome, $"the answer says {answer.Outcome}, the state {outcome}");
        if (input is ReleaseSlot or WithdrawSlot { ReleaseIfGranted: true } && outcome != SlotOutcome.Gone)
            throw new InvariantException(Invariants.NoLeak, $"{own} still {outcome} after {input}");
        if (input is WithdrawSlot { ReleaseIfGranted: false } && leasedBefore.Contains(own!) && outcome != SlotOutcome.Granted)
            throw new InvariantException(Invariants.OneOutcome, $"a timeout took the lease of {own}");
        if (input is ReapSlots reap && reap.Tickets.Any(t => leased.Contains(t) || waiting.Contains(t)))
            throw new InvariantException(Invariants.NoLeak, "a reaped ticket is still there");
    }

    private static void CheckVersion(long? before, long? after, long? brought)
    {
        var expected = brought is null ? before : before is null ? brought : Math.Max(before.Value, brought.Value);
        if (after != expected)
            throw new InvariantException(Invariants.Settings, $"version {before}, brought {brought}, now {after}");
    }
}
