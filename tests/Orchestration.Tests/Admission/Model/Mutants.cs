namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Mistakes that somebody could make in the semaphores: an edit of the source and what it means.</summary>
internal static class Mutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("user: drops a grant from the answer", "UserSlotRules.cs", "            if (next.Ticket != own)", "            if (next.Ticket != own && grants.Count > 0)"),
        new("user: limit off by one", "UserSlotRules.cs", "state.LeaseCount < settings.MaxJobs", "state.LeaseCount <= settings.MaxJobs"),
        new("user: grants one at a time", "UserSlotRules.cs", "while (state.Settings is", "if (state.Settings is"),
        new("user: forgets a release", "UserSlotRules.cs", "if (!state.RemoveLease(ticket))", "if (!state.IsLeased(ticket))"),
        new("user: leaves a withdrawn place", "UserSlotRules.cs", "            state.RemoveWaiting(ticket);\n        // Also", "            _ = ticket;\n        // Also"),
        new("user: ignores tombstones", "UserSlotRules.cs", "!state.Over.Contains(request.Ticket) && ", ""),
        new("user: no idempotence of leases", "UserSlotRules.cs", "!state.IsLeased(request.Ticket) && !state.IsWaiting", "!state.IsWaiting"),
        new("user: a timeout takes a granted lease", "UserSlotRules.cs", "request.ReleaseIfGranted || !state.IsLeased(request.Ticket)", "true"),
        new("user: a cancel leaves a granted lease", "UserSlotRules.cs", "request.ReleaseIfGranted || !state.IsLeased(request.Ticket)", "!state.IsLeased(request.Ticket)"),
        new("user: the lowest version wins", "UserSlotRules.cs", "settings.Version > state.Settings.Version", "settings.Version < state.Settings.Version"),
        new("user: reaps only the first ticket", "UserSlotRules.cs", "foreach (var ticket in request.Tickets)", "foreach (var ticket in request.Tickets.Take(1))"),
        new("user: returning jobs go last", "UserTicketOrder.cs", "y!.Returning.CompareTo(x!.Returning)", "x!.Returning.CompareTo(y!.Returning)"),
        new("gpu: drops a grant from the answer", "GpuSlotRules.cs", "grants.RemoveAll(g => g.Ticket == own);", "grants.RemoveAll(g => g.Ticket == own || grants.Count > 1);"),
        new("gpu: tells nobody", "GpuSlotRules.cs", "grants.RemoveAll(g => g.Ticket == own);", "grants.Clear();"),
        new("gpu: capacity off by one", "GpuGrants.cs", "settings.Capacity - state.InUse", "settings.Capacity + 1 - state.InUse"),
        new("gpu: grants while paused", "GpuGrants.cs", "state.Settings is not { Mode: PoolMode.Active } settings", "state.Settings is not { } settings"),
        new("gpu: forgets a release", "GpuSlotsState.cs", "        _leases.Remove(ticket);\n", "        _ = ticket;\n"),
        new("gpu: forgets what a lease took", "GpuSlotsState.cs", "        _inUse -= Math.Min(lease.Cost, Capacity);", "        _inUse -= Math.Min(lease.Cost, Capacity) - 1;"),
        new("gpu: ignores tombstones", "GpuSlotRules.cs", "!state.Over.Contains(request.Ticket) && ", ""),
        new("gpu: no tombstone", "GpuSlotRules.cs", "        state.Over.Add(ticket);", ""),
        new("gpu: no idempotence of places", "GpuSlotRules.cs", "!state.IsLeased(request.Ticket) && !state.IsWaiting(request.Ticket)", "!state.IsLeased(request.Ticket)"),
        new("gpu: a timeout takes a granted lease", "GpuSlotRules.cs", "request.ReleaseIfGranted || !state.IsLeased(request.Ticket)", "true"),
        new("gpu: settings are never changed", "GpuSlotRules.cs", "settings.Version <= state.Settings.Version", "settings.Version <= long.MaxValue"),
        new("gpu: the last settings win", "GpuSlotRules.cs", "state.Settings is not null && settings.Version <= state.Settings.Version", "false"),
        new("gpu: a configure grants nothing", "GpuSlotRules.cs", "        Adopt(state, settings, now);\n        return Answer(state, null, now);", "        Adopt(state, settings, now);\n        return SlotAnswer.Of(SlotOutcome.Gone);"),
        new("gpu: no reservation for a large job", "GpuGrants.cs", ">= settings.LargeJobPatienceSeconds * 1000 ? blocked : null", ">= double.MaxValue ? blocked : null"),
        new("gpu: no backfill", "GpuGrants.cs", "return Reserved(state, settings, nowMs) is null ? state.Index.Best(free, settings.Capacity) : null;", "return null;"),
        new("gpu: returning jobs wait their turn", "GpuKey.cs", "return Returning ? -1 : 1;", "return Returning ? 1 : -1;"),
        new("gpu: most use first", "GpuKey.cs", "order = Use.CompareTo(other.Use);", "order = other.Use.CompareTo(Use);"),
        new("gpu: weights are ignored", "GpuIndex.cs", "_fair ? user.Use / user.Weight : 0", "_fair ? user.Use : 0"),
        new("gpu: running leases are ignored", "GpuIndex.cs", "_fair ? (long)Math.Floor(user.Running / user.Weight) : 0", "0"),
        new("gpu: priority without end", "VirtualArrival.cs", "* overtakeSeconds * 1000", "* (overtakeSeconds > 0 ? 1e9 : 0)"),
        new("gpu: use is never charged", "GpuSlotsState.cs", "user.Use - lease.Advance + charge(lease)", "user.Use - lease.Advance"),
        new("gpu: the index misses a change of use", "GpuIndex.cs", "        foreach (var (cls, bucket) in user.Buckets)\n            Leave(cls, bucket);\n        change();\n        foreach (var (cls, bucket) in user.Buckets)\n            Enter(cls, bucket);", "        change();"),
        new("gpu: a new job goes to the back of its class", "GpuIndex.cs", "return byArrival != 0 ? byArrival : x.Sequence.CompareTo(y.Sequence);", "return x.Sequence.CompareTo(y.Sequence);"),
    ];
}
