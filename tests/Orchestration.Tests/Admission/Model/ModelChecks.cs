using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>The checks that the real entities must pass and every mutant must fail one of, the quickest first.</summary>
internal static class ModelChecks
{
    public static IReadOnlyList<ModelCheck> All { get; } =
    [
        new("Running leases come before use", TurnChecks.RunningFirst),
        new("Every interleaving", RunTiny),
        new("A large job is not starved", TurnChecks.LargeJob),
        new("Turns follow the policy", PolicyChecks.Run),
        new("Random adversary", system => RunRandom(system, 150, shards: false)),
    ];

    /// <summary>The same of the pools that are divided.</summary>
    public static IReadOnlyList<ModelCheck> OfShards { get; } =
    [
        new("Every interleaving between shards", system => Explorer.Run(system, Scenarios.Small[Scenarios.LostBetween])),
        new("Every interleaving of a pool that is divided", system => Explorer.Run(system, Scenarios.Small[Scenarios.Divided])),
        new("Shards get their part", TurnChecks.Shards),
        new("Random adversary of shards", system => RunRandom(system, 300, shards: true)),
    ];

    private static void RunRandom(SlotSystem system, int seeds, bool shards)
    {
        for (var seed = 0; seed < seeds; seed++)
            RandomWalk.Run(system, RandomScenarios.Create(new Random(seed), shards), [.. Dice(new Random(seed))]);
    }

    private static void RunTiny(SlotSystem system)
    {
        var jobs = new[] { new JobModel("a", "u", 0, 1, 1), new JobModel("b", "u", 0, 1, 1) };
        var scenario = new Scenario { Jobs = [.. jobs], User = new UserSettings(1), Pool = new PoolSettings(1), Timeouts = 1, Duplicates = 1 };
        Explorer.Run(system, scenario);
    }

    private static IEnumerable<int> Dice(Random random) => Enumerable.Range(0, 80).Select(_ => random.Next(1_000_000));
}
