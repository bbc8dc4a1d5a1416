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
        var state = system.Create(entity);
        for (var i = 0; i < 4; i++)
            Acquire($"s{i}", 1);
        Acquire("large", 4);
        var arrived = Simulated.Start;
        for (var second = 1; second <= Patience + (2 * JobSeconds); second++)
        {
            var now = arrived.AddSeconds(second);
            if (state.Gpu.Leases.FirstOrDefault(l => now.ToUnixTimeMilliseconds() - l.GrantedMs >= JobSeconds * 1000) is { } due)
                (state, _) = system.Apply(state, SlotEntities.Release, new ReleaseSlot(due.Ticket, JobSeconds), now);
            if (state.Gpu.IsLeased("large:gpu:1"))
                return;
            if (second % 5 == 0)
                Acquire($"t{second}", 1, second);
        }

        throw new InvariantException(Invariants.Fairness, "a large job starves");

        void Acquire(string job, int cost, int second = 0)
        {
            var now = Simulated.Start.AddSeconds(second);
            (state, _) = system.Apply(state, SlotEntities.Acquire, new AcquireGpuSlot($"{job}:gpu:1", job, job, 0, now, 1, settings, cost), now);
        }
    }

    /// <summary>A user with much use and nothing running goes before one with little use and a lease.</summary>
    public static void RunningFirst(SlotSystem system)
    {
        var entity = JobRules.GpuEntity;
        var state = system.Create(entity);
        foreach (var (job, user) in new[] { ("a1", "a"), ("b1", "b"), ("b2", "b"), ("a2", "a") })
        {
            var ask = new AcquireGpuSlot($"{job}:gpu:1", job, user, 0, Simulated.Start, 1, new PoolSettings(2));
            (state, _) = system.Apply(state, SlotEntities.Acquire, ask, Simulated.Start);
        }

        var (_, answer) = system.Apply(state, SlotEntities.Release, new ReleaseSlot("a1:gpu:1", 10_000), Simulated.Start);
        if (answer.Grants is not [{ JobId: "a2" }])
            throw new InvariantException(Invariants.Fairness, $"{string.Join(' ', answer.Grants)} instead of a2");
    }

    /// <summary>
    /// A shard that has lent all of its slots and has jobs again gets one at each lease of a borrower that ends, until it has its fair share; and whatever
    /// happens, nobody waits for long while something is free, and few operations follow from one.
    /// </summary>
    public static void Shards(SlotSystem system)
    {
        var (pool, now) = (new ShardedPool(system, new PoolSettings(6, Shards: 2)), Simulated.Start);
        for (var i = 0; i < 12; i++)
            pool.Acquire($"u{i}", "u", now);
        for (var i = 0; i < 4; i++)
            pool.Acquire($"z{i}", "z", now);
        for (var returned = 1; returned <= 3; returned++)
        {
            pool.Release("u", now);
            if (pool.Of("z").Leases.Count != returned)
                throw new InvariantException(Invariants.Fairness, $"a shard below its share has {pool.Of("z").Leases.Count} slots after {returned} leases of a borrower");
        }

        // Each has half of what its next job needs.
        var halves = new ShardedPool(system, new PoolSettings(2, Shards: 2));
        halves.Acquire("u1", "u", now);
        halves.Acquire("z1", "z", now, cost: 2);
        halves.Acquire("u2", "u", now, cost: 2);
        foreach (var user in (string[])["u", "u", "z"])
            halves.Release(user, now);

        foreach (var (capacity, shards, steps) in new[] { (4, 4, 200), (9, 3, 200), (256, 2, 450) })
        {
            var random = new Random(capacity);
            var others = new ShardedPool(system, new PoolSettings(capacity, Shards: shards));
            for (var i = 0; i < steps; i++)
            {
                // The load goes from one shard's users to another's.
                var user = $"user{random.Next(3) + (i / 100)}";
                if (random.Next(5) < 2 && others.Of(user).Leases.Count > 0)
                    others.Release(user, now);
                else
                    others.Acquire($"j{i}", user, now = now.AddSeconds(1));
            }
        }
    }
}
