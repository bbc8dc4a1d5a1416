namespace TransVox.Conformance;

/// <summary>A service is backed up while it works, and goes on elsewhere from there.</summary>
public sealed class BackupTests
{
    private const int Slots = 2;

    private static readonly Dictionary<string, string> Limits = new() { ["concurrency:max_global_jobs"] = $"{Slots}", ["concurrency:max_jobs_per_user"] = "1" };

    [SkippableFact]
    public async Task A_backup_under_load_goes_on_elsewhere_with_every_job_and_within_the_limits()
    {
        Skip.If(Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null, "Only a host of our own can be restored.");
        using var engines = new FakeEngines();
        var (data, elsewhere, backup) = (Path.Combine(engines.DataFolder, "data"), Path.Combine(engines.DataFolder, "elsewhere"), Path.Combine(engines.DataFolder, "backup"));
        List<(string User, string Id, VideoPlan Plan)> jobs = [];
        await using (var azurite = await AzuriteServer.StartAsync(Path.Combine(data, "azurite")))
        await using (var host = new LocalHostProcess(azurite.ConnectionString, Limits, engines))
        {
            await host.StartAsync();
            await azurite.CreateClient().GetBlobContainerClient("input").UploadBlobAsync("drop/talk.mp4", BinaryData.FromBytes(new VideoPlan("dropped").ToBytes()));
            for (var n = 0; n < 12; n++)
                jobs.Add(await SubmitAsync(host, n, n == 3));
            await Eventually.IsTrueAsync("jobs are in every state", () => host.Log.Runs().Any(run => run.Stage == "Mux" && run.EndMicros is not null));
            var making = RunAsync(host.Settings, "backup", backup);
            // Work comes in and goes on meanwhile.
            for (var n = 12; !making.IsCompleted; n++)
            {
                var (user, id, _) = await SubmitAsync(host, n, false);
                using var caller = new ServiceCaller(host.Url, user);
                await caller.WaitForEndAsync(id);
            }

            await making;
            await host.KillAsync();
        }

        await RunAsync(new Dictionary<string, string?> { ["TRANSVOX_DATA"] = elsewhere }, "restore", backup);
        await using var storage = await AzuriteServer.StartAsync(Path.Combine(elsewhere, "azurite"));
        await using var restored = new LocalHostProcess(storage.ConnectionString, new Dictionary<string, string>(Limits) { ["TRANSVOX_DATA"] = elsewhere }, engines);
        var started = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        await restored.StartAsync();
        foreach (var (userId, id, plan) in jobs)
        {
            using var user = new ServiceCaller(restored.Url, userId);
            if (plan.Id == "backup-3")
            {
                await user.WaitForStateAsync(id, null, "AwaitingReview");
                await user.PostAsync($"/api/jobs/{id}/approve");
            }

            await user.WaitForEndAsync(id);
            Assert.Equal(200, (await user.GetAsync($"/api/jobs/{id}/files/dubbed.mp4")).Status);
            Assert.Equal(plan.ToBytes(), (await user.GetAsync($"/api/jobs/{id}/source")).Bytes);
        }

        // Not taken once more: it is the version that was taken before.
        using var drop = new ServiceCaller(restored.Url, "drop");
        Assert.Single((await drop.GetAsync("/api/jobs")).Json["jobs"]!.AsArray());
        await Eventually.IsTrueAsync("the queue is empty", async () => (await drop.GetAsync("/api/queue")).Json["waiting"]!.AsArray().Count == 0);
        var runs = restored.Log.Runs().Where(run => run.StartMicros > started && run.EndMicros is not null).ToList();
        Assert.NotEmpty(runs);
        Assert.InRange(Timeline.MostAtOnce(Timeline.GpuSpans(runs)), 1, Slots);
    }

    private static async Task<(string User, string Id, VideoPlan Plan)> SubmitAsync(LocalHostProcess host, int number, bool review)
    {
        using var user = new ServiceCaller(host.Url, $"backup-{number % 4}");
        var plan = new VideoPlan($"backup-{number}", secondsPerStage: 0.1);
        return (user.UserId, review ? await user.SubmitAsync(plan, ("review", "true")) : await user.SubmitAsync(plan), plan);
    }

    private static async Task RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var result = await RunningProgram.RunAsync("dotnet", [RepositoryPaths.Built("src/LocalHost", "transvox-host.dll"), .. arguments], environment);
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
    }
}
