using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Turns that a random schedule meets too seldom.</summary>
internal static class TurnChecks
{
    /// <summary>Small jobs without end must not keep a job out that needs the whole pool.</summary>
    public static void LargeJob(SlotSystem system)
    {
        const int Patience = 60;
        const int JobSeconds = 30;
        var settings = new PoolSettings(4, AdmissionPolicy.Fifo, LargeJobPatienceSeconds: Patience);
        var entity = JobRules.GpuEntity;
        var state = SlotSystem.Create(entity);
        for (var i = 0; i < 4; i++)
            Acquire($"s{i}", 1);
        Acquire("large", 4);
        var arrived = Simulated.Start;
        for (var second = 1; second <= Patience + (2 * JobSeconds); second++)
        {
            var now = arrived.AddSeconds(second);
            if (StateChecks.Read<GpuSlotsState>(state).Leases.FirstOrDefault(l => now.ToUnixTimeMilliseconds() - l.GrantedMs >= JobSeconds * 1000) is { } due)
                (state, _) = system.Apply(entity, state, SlotEntities.Release, new ReleaseSlot(due.Ticket, JobSeconds), now);
            if (StateChecks.Read<GpuSlotsState>(state).IsLeased("large:gpu:1"))
                return;
            if (second % 5 == 0)
                Acquire($"t{second}", 1, second);
        }

        throw new InvariantException(Invariants.Fairness, "a large job starves");

        void Acquire(string job, int cost, int second = 0)
        {
            var now = Simulated.Start.AddSeconds(second);
            (state, _) = system.Apply(entity, state, SlotEntities.Acquire, new AcquireGpuSlot($"{job}:gpu:1", job, job, 0, now, 1, settings, cost), now);
        }
    }

    /// <summary>A user with much use and nothing running goes before one with little use and a lease.</summary>
    public static void RunningFirst(SlotSystem system)
    {
        var entity = JobRules.GpuEntity;
        var state = SlotSystem.Create(entity);
        foreach (var (job, user) in new[] { ("a1", "a"), ("b1", "b"), ("b2", "b"), ("a2", "a") })
        {
            var ask = new AcquireGpuSlot($"{job}:gpu:1", job, user, 0, Simulated.Start, 1, new PoolSettings(2));
            (state, _) = system.Apply(entity, state, SlotEntities.Acquire, ask, Simulated.Start);
        }

        var (_, answer) = system.Apply(entity, state, SlotEntities.Release, new ReleaseSlot("a1:gpu:1", 10_000), Simulated.Start);
        if (answer.Grants is not [{ JobId: "a2" }])
            throw new InvariantException(Invariants.Fairness, $"{string.Join(' ', answer.Grants)} instead of a2");
    }
}
