using System.Globalization;

namespace TransVox.Conformance;

/// <summary>A pool that is divided among entities, on the host as users have it.</summary>
public sealed class ShardTests
{
    private const int Slots = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["concurrency:max_global_jobs"] = Slots.ToString(CultureInfo.InvariantCulture),
        ["concurrency:max_jobs_per_user"] = Slots.ToString(CultureInfo.InvariantCulture),
        ["scheduling:pools:default:shards"] = "2",
    };

    [SkippableFact]
    public async Task One_user_gets_all_of_a_divided_pool_and_many_never_more_than_there_is()
    {
        Skip.If(Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null, "Only a host of our own can be set up so.");
        using var engines = new FakeEngines();
        await using var storage = await OwnHost.StartStorageAsync();
        await using var host = OwnHost.Create(storage, Settings, engines);
        await host.StartAsync();

        // All jobs of a user are in one shard, whose own slots are half of them: the others are lent to it.
        using var alone = new ServiceCaller(host.Url, "alone");
        var first = Enumerable.Range(0, Slots).Select(n => new VideoPlan($"alone-{n}").With("Transcribe", "hang", true)).ToList();
        var held = new List<string>();
        foreach (var plan in first)
            held.Add(await alone.SubmitAsync(plan));
        await Eventually.IsTrueAsync("one user has all slots", () => first.All(plan => host.RunsCounted(plan, "Transcribe") == 1), Limit);

        var jobs = new List<(string User, string Id)>();
        for (var n = 0; n < 8; n++)
        {
            using var user = new ServiceCaller(host.Url, $"user-{n % 4}");
            var id = await user.SubmitAsync(new VideoPlan($"many-{n}", secondsPerStage: 0.1));
            await user.WaitForStateAsync(id, Limit, "QueuedGpu");
            jobs.Add((user.UserId, id));
        }

        foreach (var id in held)
            await alone.CancelAsync(id);
        foreach (var (userId, id) in jobs)
        {
            using var user = new ServiceCaller(host.Url, userId);
            await user.WaitForEndAsync(id, within: Limit);
        }

        Assert.InRange(Timeline.MostAtOnce(Timeline.GpuSpans(host.Log.Runs().Where(run => run.Plan.StartsWith("many-", StringComparison.Ordinal)))), 1, Slots);
        using var admin = new ServiceCaller(host.Url, "root", admin: true);
        await Eventually.IsTrueAsync(
            "no slot is held",
            async () => (await admin.GetAsync("/api/queue")).Json["pools"]!.AsArray().Single()!["inUse"]!.GetValue<int>() == 0,
            Limit);
    }
}
