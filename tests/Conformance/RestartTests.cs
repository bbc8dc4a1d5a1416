namespace TransVox.Conformance;

/// <summary>The host is killed in the middle of a stage and started again: the job completes, finished stages do not run again.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private static readonly string[] Stages = ["Probe", "Extract", "Separate", "Transcribe", "Translate", "Synthesize", "Mix", "Mux"];

    private AzuriteServer? _azurite;
    private LocalHostProcess? _host;

    private LocalHostProcess Host => _host!;

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null)
            return;
        _azurite = await AzuriteServer.StartAsync();
        _host = new LocalHostProcess(_azurite.ConnectionString);
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [SkippableFact]
    public async Task Killed_in_every_stage_the_job_completes_and_no_finished_stage_runs_again()
    {
        NeedOwnHost();
        using var user = new ServiceCaller(Host.Url, "restart");
        // The first run of each stage lasts until the kill; the one after the restart is quick.
        var plan = new VideoPlan("restart-all");
        foreach (var stage in Stages)
            plan.With(stage, "hang", true).With(stage, "times", 1);
        var id = await user.SubmitAsync(plan);

        foreach (var stage in Stages)
        {
            await user.WaitForStageAsync(id, stage);
            await Eventually.IsTrueAsync($"{stage} hangs", () => Host.RunsCounted(plan, stage) == 1);
            await Host.KillAsync();
            await Host.StartAsync();
        }

        var job = await user.WaitForEndAsync(id);
        Assert.Equal(8, job["stages"]!.AsArray().Count(stage => stage!["state"]!.GetValue<string>() == "Completed"));
        var runs = Host.Log.Runs();
        foreach (var stage in Stages)
        {
            // Once until the kill, once to its end, and never again although the host was killed in later stages.
            Assert.Equal([(int?)null, 0], runs.Where(run => run.Stage == stage).Select(run => run.ExitCode));
        }
    }

    [SkippableFact]
    public async Task A_timeline_tells_of_hosts_that_were_killed_and_stopped_in_a_stage()
    {
        NeedOwnHost();
        using var user = new ServiceCaller(Host.Url, "told");
        using var admin = new ServiceCaller(Host.Url, "root", admin: true);
        var plan = new VideoPlan("told").With("Transcribe", "hang", true).With("Transcribe", "times", 2);
        var id = await user.SubmitAsync(plan);
        await Eventually.IsTrueAsync("Transcribe hangs", () => Host.RunsCounted(plan, "Transcribe") == 1);
        await Host.KillAsync();
        await Host.StartAsync();
        await Eventually.IsTrueAsync("Transcribe hangs again", () => Host.RunsCounted(plan, "Transcribe") == 2);
        Assert.Equal(["Interrupted", null], await RunsAsync());
        await Host.StopAsync();
        await Host.StartAsync();
        await user.WaitForEndAsync(id);

        Assert.Equal(["Interrupted", "Interrupted", "Completed"], await RunsAsync());
        var timeline = (await admin.GetAsync($"/api/jobs/{id}/timeline")).Json;
        var runs = timeline["entries"]!.AsArray().Where(e => e!["stage"]?.GetValue<string>() == "Transcribe" && e["kind"]!.GetValue<string>() == "Stage").ToList();
        Assert.Equal(3, runs.Select(run => run!["host"]!.GetValue<string>()).Distinct().Count());
        Assert.All(runs, run => Assert.Equal(1, run!["attempt"]!.GetValue<int>()));
        Assert.True(timeline["times"]!["lost"]!.GetValue<double>() > 0);

        async Task<List<string?>> RunsAsync()
        {
            var own = (await user.GetAsync($"/api/jobs/{id}/timeline")).Json;
            Assert.DoesNotContain(own["entries"]!.AsArray(), e => e!["host"] is not null);
            return [.. own["entries"]!.AsArray()
                .Where(e => e!["stage"]?.GetValue<string>() == "Transcribe" && e["kind"]!.GetValue<string>() == "Stage")
                .Select(e => e!["outcome"]?.GetValue<string>())];
        }
    }

    [SkippableFact]
    public async Task Queued_and_reviewed_jobs_survive_a_kill_where_they_were()
    {
        NeedOwnHost();
        using var user = new ServiceCaller(Host.Url, "waiting");
        using var admin = new ServiceCaller(Host.Url, "root", admin: true);
        var reviewed = await user.SubmitAsync(new VideoPlan("reviewed"), ("review", "true"));
        await user.WaitForStateAsync(reviewed, null, "AwaitingReview");
        await admin.PostAsync("/api/admin/pools/default/pause");
        var queued = await user.SubmitAsync(new VideoPlan("queued"));
        await user.WaitForStateAsync(queued, null, "QueuedGpu");

        await Host.KillAsync();
        await Host.StartAsync();

        Assert.Equal("AwaitingReview", (await user.JobAsync(reviewed))["state"]!.GetValue<string>());
        Assert.Equal("QueuedGpu", (await user.JobAsync(queued))["state"]!.GetValue<string>());
        await admin.PostAsync("/api/admin/pools/default/resume");
        await user.WaitForEndAsync(queued);
        await user.PostAsync($"/api/jobs/{reviewed}/approve");
        await user.WaitForEndAsync(reviewed);
    }

    [SkippableFact]
    public async Task A_job_that_kills_its_host_again_and_again_is_put_in_quarantine_and_holds_nobody_up()
    {
        NeedOwnHost();
        using var user = new ServiceCaller(Host.Url, "poison");
        using var admin = new ServiceCaller(Host.Url, "root", admin: true);
        var poison = await user.SubmitAsync(new VideoPlan("poison").With("Transcribe", "crashHost", true).With("Transcribe", "times", 100));
        var kills = 0;
        while (kills < 10)
        {
            await Eventually.IsTrueAsync("the host died or the job ended", async () => !Host.IsRunning || await HasEndedAsync(user, poison));
            if (Host.IsRunning)
                break;
            // It may be killed again before it is ready: the job's stage is the first thing that it goes on with.
            do
                kills++;
            while (!await Host.RestartAfterCrashAsync());
        }

        var job = await user.WaitForEndAsync(poison, "Failed");
        Assert.Equal("poison", job["error"]!["code"]!.GetValue<string>());
        Assert.Equal(3, kills);
        Assert.Contains(poison, (await admin.GetAsync("/api/admin/quarantine")).Body, StringComparison.Ordinal);
        await user.WaitForEndAsync(await user.SubmitAsync(new VideoPlan("innocent")));
    }

    [SkippableFact]
    public async Task An_upload_that_dies_with_the_host_leaves_no_place_in_the_queue()
    {
        NeedOwnHost();
        using var user = new ServiceCaller(Host.Url, "upload");
        var upload = new BrokenUpload();
        var sending = user.TrySubmitAsync(upload, "half.mp4");
        await upload.HalfIsSent;
        await Eventually.IsTrueAsync("the upload has its place", async () => await WaitingAsync(user) == 1);

        await Host.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sending);
        await Host.StartAsync();

        Assert.Equal(0, await WaitingAsync(user));
        Assert.Empty((await user.GetAsync("/api/jobs")).Json["jobs"]!.AsArray());
    }

    [SkippableFact]
    public async Task A_video_that_is_fetched_when_the_host_is_killed_comes_on_from_where_it_was()
    {
        NeedOwnHost();
        await using var server = await VideoServer.StartAsync();
        var plan = new VideoPlan("fetched");
        server.File = [.. plan.ToBytes(), .. Enumerable.Repeat((byte)' ', 9 << 20)];
        server.Interfere = async (n, context, sent, stopping) =>
        {
            if (n == 1 && sent == 6 << 20)
                await VideoServer.UntilGoneAsync(context, stopping);
            return false;
        };
        await using var host = new LocalHostProcess(_azurite!.ConnectionString, new Dictionary<string, string>
        {
            ["source:enabled"] = "true",
            ["source:allowed_hosts:0"] = server.Authority,
            ["outbound:allowed_networks:0"] = "127.0.0.0/8",
            ["storage:system_container"] = "system-fetch",
        });
        await host.StartAsync();
        using var user = new ServiceCaller(host.Url, "fetch");
        var answer = await user.PostAsync("/api/jobs", new { sourceUrl = server.Address, targetLanguage = "es" });
        Assert.Equal(202, answer.Status);
        var id = answer.Json["id"]!.GetValue<string>();
        await user.WaitForAsync(id, "has fetched more than a block", job => job["stages"]![0]!["bytes"]?.GetValue<long>() > 4 << 20);

        await host.KillAsync();
        await host.StartAsync();

        var job = await user.WaitForEndAsync(id);
        Assert.Equal("Fetch", job["stages"]![0]!["stage"]!.GetValue<string>());
        Assert.Equal(server.File.Length, job["stages"]![0]!["bytes"]!.GetValue<long>());
        Assert.Equal(9, job["stages"]!.AsArray().Count(stage => stage!["state"]!.GetValue<string>() == "Completed"));
        Assert.Equal($"bytes={4 << 20}-", server.Requests.Last().Range);
        Assert.Equal(server.File, (await user.GetAsync($"/api/jobs/{id}/source")).Bytes);
        Assert.DoesNotContain("secret", host.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_orderly_stop_leaves_no_program_behind_and_the_job_goes_on()
    {
        NeedOwnHost();
        using var user = new ServiceCaller(Host.Url, "stop");
        var plan = new VideoPlan("stopped").With("Transcribe", "hang", true).With("Transcribe", "times", 1);
        var id = await user.SubmitAsync(plan);
        await user.WaitForStageAsync(id, "Transcribe");
        await Eventually.IsTrueAsync("Transcribe hangs", () => Host.RunsCounted(plan, "Transcribe") == 1);

        var code = await Host.StopAsync();

        Assert.Equal(0, code);
        Assert.Empty(Host.Log.RunningProcesses());
        await Host.StartAsync();
        await user.WaitForEndAsync(id);
    }

    private static void NeedOwnHost() =>
        Skip.If(Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null, "Only a host of our own can be killed.");

    private static async Task<int> WaitingAsync(ServiceCaller user) => (await user.GetAsync("/api/me")).Json["waiting"]!.GetValue<int>();

    private async Task<bool> HasEndedAsync(ServiceCaller user, string id)
    {
        try
        {
            return (await user.JobAsync(id))["endedAt"] is not null;
        }
        catch (HttpRequestException)
        {
            // The host has just died, which the caller is about to see.
            return false;
        }
    }
}
