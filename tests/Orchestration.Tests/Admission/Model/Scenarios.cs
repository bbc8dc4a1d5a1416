using System.Collections.Immutable;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Scenarios small enough to be searched exhaustively.</summary>
internal static class Scenarios
{
    public const string LostBetween = "2 shards, 2 jobs, 1 slot: crash, copy";
    public const string Divided = "2 slots in use become 1 in 2 shards, and then 2";

    private static readonly PoolSettings OneSlot = new(Capacity: 1);
    private static readonly UserSettings OneJob = new(MaxJobs: 1);

    public static ImmutableSortedDictionary<string, Scenario> Small { get; } = new Dictionary<string, Scenario>
    {
        ["3 jobs, 2 users, 1 slot: timeout, cancel"] = Three with { Timeouts = 1, Cancels = 1 },
        ["3 jobs, 2 users, 2 slots: cancel"] = Three with { Pool = new PoolSettings(2), Cancels = 1 },
        ["3 jobs, 2 users, 1 slot: terminate, purge, timeout"] = Three with { Terminations = 1, Purges = true, Timeouts = 1 },
        ["2 jobs, 1 user, 2 phases: terminate, purge, crash"] = Two with { Terminations = 1, Purges = true, Crashes = 1 },
        ["2 jobs, 2 users, 1 slot: terminate, cancel, timeout"] = TwoUsers with { Terminations = 1, Cancels = 1, Timeouts = 1 },
        ["2 jobs, 2 users, 1 slot: copy, timeout"] = TwoUsers with { Duplicates = 1, Timeouts = 1 },
        ["2 jobs, 2 users, 1 slot: limits up and down"] = TwoUsers with
        {
            Changes = [new PoolSettings(2, Version: 1), new PoolSettings(1, Mode: PoolMode.Active, Version: 2)],
            Crashes = 1,
        },
        ["2 jobs of cost 1 and 2, 2 slots: cancel, terminate"] = new Scenario
        {
            Jobs = [new JobModel("a", "u", 0, 1, 1), new JobModel("b", "v", 0, 2, 1)],
            User = OneJob,
            Pool = new PoolSettings(2, LargeJobPatienceSeconds: 0),
            Cancels = 1,
            Terminations = 1,
        },
        [LostBetween] = Apart with { Crashes = 1, Duplicates = 1 },
        ["2 shards, 2 jobs, 1 slot: terminate, crash"] = Apart with { Terminations = 1, Purges = true, Crashes = 1 },
        ["2 shards, 2 jobs, 1 slot: timeout, cancel"] = Apart with { Timeouts = 1, Cancels = 1 },
        ["2 shards, 3 jobs, 2 slots: what was borrowed comes back"] = Apart with
        {
            Jobs = [new JobModel("a", "u", 0, 1, 1), new JobModel("b", "v", 0, 1, 1), new JobModel("c", "z", 0, 1, 1)],
            Pool = new PoolSettings(2, Shards: 2),
        },
        ["2 shards, 2 jobs of cost 1 and 2, 2 slots: crash"] = Apart with
        {
            Jobs = [new JobModel("a", "u", 0, 2, 1), new JobModel("b", "z", 0, 1, 1)],
            Pool = new PoolSettings(2, Shards: 2),
            Crashes = 1,
        },
        ["2 shards, 2 slots, jobs of cost 2 in both after one of cost 1"] = Apart with
        {
            Jobs = [new JobModel("a", "u", 0, 1, 1), new JobModel("b", "u", 0, 2, 1), new JobModel("c", "z", 0, 2, 1)],
            Pool = new PoolSettings(2, Shards: 2),
        },
        [Divided] = Apart with
        {
            Jobs = [new JobModel("a", "z", 0, 2, 1) { IsEarly = true }, new JobModel("b", "u", 0, 1, 1)],
            Changes = [new PoolSettings(2, Version: 1, Shards: 2)],
        },
        ["2 shards become one entity with fewer slots"] = Apart with
        {
            Pool = new PoolSettings(2, Shards: 2),
            Changes = [new PoolSettings(1, Version: 1)],
        },
    }.ToImmutableSortedDictionary();

    // The users' shards are 1 and 0; the slots are at 0 first.
    private static Scenario Apart => new()
    {
        Jobs = [new JobModel("a", "u", 0, 1, 1), new JobModel("b", "z", 0, 1, 1)],
        User = OneJob,
        Pool = new PoolSettings(1, Shards: 2),
        WithoutUsers = true,
    };

    private static Scenario Three => new()
    {
        Jobs = [new JobModel("a", "u", 0, 1, 1), new JobModel("b", "u", 0, 1, 1), new JobModel("c", "v", 0, 1, 1)],
        User = OneJob,
        Pool = OneSlot,
    };

    private static Scenario Two => new()
    {
        Jobs = [new JobModel("a", "u", 0, 1, 2), new JobModel("b", "u", 0, 1, 1)],
        User = OneJob,
        Pool = OneSlot,
    };

    private static Scenario TwoUsers => new()
    {
        Jobs = [new JobModel("a", "u", 0, 1, 1), new JobModel("b", "v", 0, 1, 1)],
        User = OneJob,
        Pool = OneSlot,
    };
}
