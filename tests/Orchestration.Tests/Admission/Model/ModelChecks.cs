using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>The checks that the real entities must pass and every mutant must fail one of, the quickest first.</summary>
internal static class ModelChecks
{
    public static IReadOnlyList<ModelCheck> All { get; } =
    [
        new("Turns follow the policy", PolicyChecks.Run),
        new("A large job is not starved", TurnChecks.LargeJob),
        new("Running leases come before use", TurnChecks.RunningFirst),
        new("Random adversary", RunRandom),
        new("Every interleaving", RunTiny),
    ];

    private static void RunRandom(SlotSystem system)
    {
        for (var seed = 0; seed < 150; seed++)
            RandomWalk.Run(system, RandomScenarios.Create(new Random(seed)), [.. Dice(new Random(seed))]);
    }

    private static void RunTiny(SlotSystem system)
    {
        var jobs = new[] { new JobModel("a", "u", 0, 1, 1), new JobModel("b", "u", 0, 1, 1) };
        var scenario = new Scenario { Jobs = [.. jobs], User = new UserSettings(1), Pool = new PoolSettings(1), Timeouts = 1, Duplicates = 1 };
        Explorer.Run(system, scenario);
    }

    private static IEnumerable<int> Dice(Random random) => Enumerable.Range(0, 80).Select(_ => random.Next(1_000_000));
}
