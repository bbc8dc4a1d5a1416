using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>
/// Whose turn it is, judged by a plain search over everybody who waits: the indexed code must always choose the same. The ledger
/// of use is kept here a second time, in the open.
/// </summary>
internal static class PolicyChecks
{
    public static void Run(SlotSystem system)
    {
        for (var seed = 0; seed < 60; seed++)
            RunOne(system, new Random(seed));
    }

    private static void RunOne(SlotSystem system, Random random)
    {
        var settings = new PoolSettings(
            random.Next(1, 5), (AdmissionPolicy)random.Next(3), EnablePriority: random.Next(2) == 0, MaxOvertakeSeconds: 100, LargeJobPatienceSeconds: 50);
        var entity = JobRules.GpuEntity;
        var state = system.Create(entity);
        var now = Simulated.Start;
        for (var i = 0; i < 60; i++)
        {
            now = now.AddSeconds(random.Next(20));
            var before = state.Gpu;
            var (operation, input) = before.Leases.Count > 0 && random.Next(3) > 0
                ? (SlotEntities.Release, (object)new ReleaseSlot(before.Leases[random.Next(before.Leases.Count)].Ticket, random.Next(1, 300)))
                : (SlotEntities.Acquire, Ask(random, i, now, settings));
            (state, var answer) = system.Apply(state, operation, input, now);
            CheckTurns(settings, before, state.Gpu, input, answer, now);
        }

        CheckUserOrder(system, random);
    }

    private static AcquireGpuSlot Ask(Random random, int i, DateTimeOffset now, PoolSettings settings)
    {
        var user = random.Next(5);
        return new AcquireGpuSlot(
            $"j{i}:gpu:1", $"j{i}", $"u{user}", random.Next(-1, 2), now.AddSeconds(-random.Next(200)), 1 << (user % 3), settings,
            random.Next(4) == 0 ? random.Next(1, 6) : 1, random.Next(5) == 0);
    }

    private static void CheckTurns(PoolSettings settings, GpuSlotsState before, GpuSlotsState after, object input, SlotAnswer answer, DateTimeOffset now)
    {
        if (input is ReleaseSlot release)
            CheckCharge(before, after, release, answer, now);
        // Who had to yield: one that waits still although it goes before one that was granted now, and would have fitted as well.
        foreach (var lease in after.Leases.Where(l => !before.IsLeased(l.Ticket)))
        {
            var granted = before.Waiting.FirstOrDefault(w => w.Ticket == lease.Ticket);
            if (granted is null)
                continue;
            var free = settings.Capacity - after.Leases.Where(l => l.Ticket != lease.Ticket).Sum(l => Math.Min(l.Cost, settings.Capacity));
            foreach (var other in after.Waiting.Where(w => Math.Min(w.Cost, settings.Capacity) <= free && before.IsWaiting(w.Ticket)))
            {
                var reserved = granted.BlockedMs is { } b && now.ToUnixTimeMilliseconds() - b >= settings.LargeJobPatienceSeconds * 1000;
                if (!reserved && answer.Grants.Count == 1 && Compare(settings, after, lease, other, granted) > 0)
                    throw new InvariantException(Invariants.Fairness, $"{settings.Policy}: {granted} was granted before {other}");
            }
        }
    }

    private static void CheckCharge(GpuSlotsState before, GpuSlotsState after, ReleaseSlot release, SlotAnswer answer, DateTimeOffset now)
    {
        var lease = before.Leases.First(l => l.Ticket == release.Ticket);
        var scale = Math.Pow(2, (now.ToUnixTimeMilliseconds() - after.LandmarkMs) / 3_600_000d);
        var expected = Use(before, lease.UserId) - lease.Advance + (release.GpuSeconds * scale)
            + after.Leases.Where(l => l.UserId == lease.UserId && !before.IsLeased(l.Ticket)).Sum(l => l.Advance);
        if (before.LandmarkMs == after.LandmarkMs && Math.Abs(Use(after, lease.UserId) - Math.Max(0, expected)) > 0.5)
            throw new InvariantException(Invariants.Fairness, $"{lease.UserId} was charged {Use(after, lease.UserId)} instead of {expected} ({answer.Grants.Count} grants)");
    }

    // As it was before the grant: without what the granted lease added.
    private static int Compare(PoolSettings settings, GpuSlotsState after, GpuLease lease, GpuTicket other, GpuTicket granted)
    {
        if (granted.Returning != other.Returning)
            return granted.Returning ? -1 : 1;
        if (settings.Policy == AdmissionPolicy.Fair)
        {
            var share = Share(after, granted.UserId, lease).CompareTo(Share(after, other.UserId, lease));
            if (share != 0)
                return share;
            var (mine, others) = (Relative(after, granted.UserId, lease), Relative(after, other.UserId, lease));
            if (Math.Abs(mine - others) > 0.01)
                return mine.CompareTo(others);
            if (granted.UserId != other.UserId)
                return 0;
        }

        var head = settings is { EnablePriority: true, Policy: not AdmissionPolicy.Fifo } ? settings.MaxOvertakeSeconds * 1000 : 0;
        var byArrival = (granted.EnqueuedMs - (granted.Priority * head)).CompareTo(other.EnqueuedMs - (other.Priority * head));
        return byArrival != 0 ? byArrival : granted.Sequence.CompareTo(other.Sequence);
    }

    private static double Share(GpuSlotsState state, string user, GpuLease without) =>
        Math.Floor(state.Leases.Where(l => l.UserId == user && l.Ticket != without.Ticket).Sum(l => l.Cost) / Weight(state, user));

    private static double Relative(GpuSlotsState state, string user, GpuLease without) =>
        (Use(state, user) - (without.UserId == user ? without.Advance : 0)) / Weight(state, user);

    private static double Use(GpuSlotsState state, string user) => state.Users.FirstOrDefault(u => u.UserId == user)?.Use ?? 0;

    private static double Weight(GpuSlotsState state, string user) => state.Users.FirstOrDefault(u => u.UserId == user)?.Weight ?? 1;

    private static void CheckUserOrder(SlotSystem system, Random random)
    {
        var entity = SlotEntities.User("u");
        var settings = new UserSettings(1, EnablePriority: random.Next(2) == 0, MaxOvertakeSeconds: 100);
        var state = system.Create(entity);
        for (var i = 0; i < 12; i++)
        {
            var ask = new AcquireUserSlot($"j{i}:user:1", $"j{i}", random.Next(-1, 2), Simulated.Start.AddSeconds(random.Next(300)), settings, random.Next(4) == 0);
            (state, _) = system.Apply(state, SlotEntities.Acquire, ask, Simulated.Start);
        }

        while (state.User is { Leases: [var lease, ..] } before)
        {
            (state, var answer) = system.Apply(state, SlotEntities.Release, new ReleaseSlot(lease.Ticket), Simulated.Start);
            var head = settings.EnablePriority ? 100_000 : 0;
            var expected = before.Waiting.OrderBy(w => !w.Returning).ThenBy(w => w.EnqueuedMs - (w.Priority * head)).ThenBy(w => w.Sequence).FirstOrDefault();
            var granted = answer.Grants is [var first, ..] ? first.Ticket : null;
            if (granted != expected?.Ticket)
                throw new InvariantException(Invariants.Fairness, $"{granted} instead of {expected}");
        }
    }
}
