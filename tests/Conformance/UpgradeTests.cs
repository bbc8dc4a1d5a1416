using Xunit.Abstractions;

namespace TransVox.Conformance;

/// <summary>Jobs that the release before began and that were cut off by its end are ended by this one. Runs with <c>./transvox test --all</c>.</summary>
[Trait("Category", "OnRequest")]
public sealed class UpgradeTests(ITestOutputHelper output)
{
    // A partition of a dead Functions instance is free when its lease has run out.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static readonly Dictionary<string, string> Slots = new() { ["concurrency:max_global_jobs"] = "2", ["concurrency:max_jobs_per_user"] = "1" };

    [SkippableFact]
    public async Task Jobs_of_the_release_before_go_on_where_they_were()
    {
        Skip.If(Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null, "Only a host of our own can be replaced.");
        using var engines = new FakeEngines();
        await using var storage = await OwnHost.StartStorageAsync();
        var jobs = new List<(string User, string Id, VideoPlan Plan)>();
        await using (var before = OwnHost.Create(storage, Slots, engines, await EarlierRelease.PublishAsync(OwnHost.Project)))
        {
            await before.StartAsync();
            async Task<string> SubmitAsync(string userId, VideoPlan plan, string state, params (string, string)[] fields)
            {
                using var user = new ServiceCaller(before.Url, userId);
                var id = await user.SubmitAsync(plan, fields);
                jobs.Add((userId, id, plan));
                await user.WaitForStateAsync(id, Limit, state);
                return id;
            }

            await SubmitAsync("reviewed", new VideoPlan("reviewed"), "AwaitingReview", ("review", "true"));
            await SubmitAsync("several", new VideoPlan("several"), "Running", ("targetLanguages", "es,pt"), ("review", "true"));
            using (var several = new ServiceCaller(before.Url, "several"))
                await Eventually.IsTrueAsync("both languages wait for review", async () => (await several.GetAsync("/api/jobs?state=AwaitingReview")).Json["jobs"]!.AsArray().Count == 2, Limit);
            await SubmitAsync("staged", new VideoPlan("staged").With("Transcribe", "hang", true).With("Transcribe", "times", 1), "Running");
            await SubmitAsync("spoken", new VideoPlan("spoken").With("Synthesize", "hang", true).With("Synthesize", "times", 1), "Running");
            await Eventually.IsTrueAsync("both hang", () => before.RunsCounted(jobs[2].Plan, "Transcribe") == 1 && before.RunsCounted(jobs[3].Plan, "Synthesize") == 1, Limit);
            await SubmitAsync("waits", new VideoPlan("waits-gpu"), "QueuedGpu");
            await SubmitAsync("waits", new VideoPlan("waits-user"), "QueuedUser");
            await before.KillAsync();
        }

        await using var after = OwnHost.Create(storage, Slots, engines);
        await after.StartAsync();
        foreach (var (userId, id, plan) in jobs)
        {
            using var user = new ServiceCaller(after.Url, userId);
            foreach (var reviewed in (await user.GetAsync("/api/jobs?state=AwaitingReview")).Json["jobs"]!.AsArray())
                Assert.Equal(202, (await user.PostAsync($"/api/jobs/{reviewed!["id"]}/approve")).Status);
            await user.WaitForEndAsync(id, within: Limit);
            Assert.Single(after.Log.Of(plan.Id), entry => entry is { Stage: "Probe", IsStart: true });
        }

        output.WriteLine($"{jobs.Count} jobs of {EarlierRelease.Commit} ended {(await AllAsync(after)).Count(state => state == "Completed")} Completed.");
    }

    private static async Task<List<string>> AllAsync(ServiceProcess host)
    {
        using var admin = new ServiceCaller(host.Url, "root", admin: true);
        return [.. (await admin.GetAsync("/api/jobs?all=true")).Json["jobs"]!.AsArray().Select(job => job!["state"]!.GetValue<string>())];
    }
}
