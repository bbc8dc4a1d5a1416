using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Scenarios of every kind, from a source of randomness.</summary>
internal static class RandomScenarios
{
    /// <summary>With <paramref name="shards"/>, of a pool that is divided, and whose number of shards changes.</summary>
    public static Scenario Create(Random random, bool shards = false)
    {
        var users = random.Next(1, 4);
        var pool = Pool(random, 0, shards);
        return new Scenario
        {
            Jobs = [.. Enumerable.Range(0, random.Next(1, 8)).Select(i => new JobModel(
                $"j{i}", $"u{random.Next(users)}", random.Next(-1, 2), random.Next(4) == 0 ? random.Next(1, 5) : 1, random.Next(1, 3))
            {
                IsEarly = shards && random.Next(4) == 0,
            })],
            User = new UserSettings(random.Next(1, 4), random.Next(1, 5), random.Next(2) == 0),
            Pool = pool,
            Cancels = random.Next(3),
            Timeouts = random.Next(3),
            Terminations = random.Next(3),
            Purges = true,
            Duplicates = random.Next(4),
            Crashes = random.Next(3),
            Changes = [.. Enumerable.Range(0, random.Next(4)).Select(i => random.Next(2) == 0
                ? (object)Pool(random, i + 1, shards)
                : new UserSettings(random.Next(0, 4), 1, random.Next(2) == 0, i + 1))],
            ClockMoves = random.Next(2) == 0 ? [] : [1, 30, 90, 7200, -1, -3600, 40_000_000, -40_000_000],
        };
    }

    private static PoolSettings Pool(Random random, long version, bool shards) => new(
        random.Next(version == 0 ? 1 : 0, 5), (AdmissionPolicy)random.Next(3), version > 0 && random.Next(3) == 0 ? (PoolMode)random.Next(3) : PoolMode.Active,
        random.Next(2) == 0, random.Next(2) == 0 ? 3600 : 60, random.Next(2) * 600, random.Next(2) * 60, version,
        shards ? (version == 0 ? random.Next(2, 5) : random.Next(1, 5)) : null);
}
