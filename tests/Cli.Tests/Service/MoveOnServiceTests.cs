using System.Text.Json;

namespace TransVox.Cli.Tests.Service;

/// <summary>A box hands its jobs on to another one, with both programs as they are, while hosts are killed.</summary>
public sealed class MoveOnServiceTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Limits = new() { ["concurrency:max_global_jobs"] = "1", ["concurrency:max_jobs_per_user"] = "1" };

    private readonly TemporaryFolder _folder = new();
    private AzuriteServer? _storage;
    private LocalHostProcess _here = null!;
    private LocalHostProcess _there = null!;

    public async Task InitializeAsync()
    {
        _storage = await AzuriteServer.StartAsync();
        _here = new LocalHostProcess(_storage.ConnectionString, Limits);
        // Two services in one account, each with containers of its own.
        _there = new LocalHostProcess(_storage.ConnectionString, new Dictionary<string, string>(Limits)
        {
            ["storage:input_container"] = "input-there",
            ["storage:output_container"] = "output-there",
            ["storage:work_container"] = "work-there",
            ["storage:system_container"] = "system-there",
        });
        await Task.WhenAll(_here.StartAsync(), _there.StartAsync());
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Finished_and_waiting_jobs_move_and_what_runs_is_named()
    {
        using var ada = new ServiceCaller(_here.Url, "ada");
        using var there = new ServiceCaller(_there.Url, "ada");
        var plans = new[] { "finished", "runs", "first", "second" }.Select(name => new VideoPlan("move-" + name)).ToList();
        plans[1].With("Transcribe", "hang", true).With("Transcribe", "times", 2);
        var finished = await ada.SubmitAsync(plans[0]);
        await ada.WaitForEndAsync(finished);
        var runs = await ada.SubmitAsync(plans[1]);
        await ada.WaitForStageAsync(runs, "Transcribe");
        await Eventually.IsTrueAsync("it hangs", () => _here.RunsCounted(plans[1], "Transcribe") == 1);
        string[] waiting = [await ada.SubmitAsync(plans[2]), await ada.SubmitAsync(plans[3])];
        foreach (var id in waiting)
            await ada.WaitForStateAsync(id, null, "QueuedUser");

        var exported = await RunAsync(_here, "export");
        Assert.Equal((1, 2, runs), (exported.GetProperty("finished").GetArrayLength(), exported.GetProperty("waiting").GetArrayLength(), Assert.Single(exported.GetProperty("leftBehind").EnumerateArray()).GetProperty("id").GetString()));
        await RunAsync(_there, "import");
        await KillAsync(_there);
        await RunAsync(_there, "import");
        await KillAsync(_here);
        await RunAsync(_here, "export");
        var last = await RunAsync(_there, "import");
        Assert.Equal(0, last.GetProperty("pending").GetArrayLength());

        await there.WaitForEndAsync(waiting[0]);
        await there.WaitForEndAsync(waiting[1]);
        Assert.Equal("Cancelled", (await ada.JobAsync(waiting[0]))["state"]!.GetValue<string>());
        // Each once; which of them is probed and extracted first, and so asks for the slot first, is left to the kill.
        Assert.Equal(["move-first", "move-second"], _there.Log.Runs().Where(run => run.Stage == "Transcribe").Select(run => run.Plan).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_here.Log.Runs(), run => run.Stage == "Separate" && run.Plan is "move-first" or "move-second");
        Assert.Equal((await ada.GetAsync($"/api/jobs/{finished}/files/dubbed.mp4")).Bytes, (await there.GetAsync($"/api/jobs/{finished}/files/dubbed.mp4")).Bytes);

        // The one that ran stayed and hung again after its host was killed; after the second time it ends.
        await KillAsync(_here);
        await RunAsync(_here, "export", "--wait");
        await RunAsync(_there, "import");
        Assert.Equal("Completed", (await there.JobAsync(runs))["state"]!.GetValue<string>());
        Assert.DoesNotContain(_there.Log.Runs(), run => run.Plan is "move-runs" or "move-finished");
        Assert.Equal(4, (await there.GetAsync("/api/jobs")).Json["jobs"]!.AsArray().Count);
    }

    private static async Task KillAsync(LocalHostProcess host)
    {
        await host.KillAsync();
        await host.StartAsync();
    }

    private async Task<JsonElement> RunAsync(LocalHostProcess host, string command, params string[] options)
    {
        var result = await RunningProgram.RunAsync(
            "dotnet", [RepositoryPaths.Built("src/Cli", "transvox.dll"), command, _folder.File("jobs"), .. options, "--json"],
            new Dictionary<string, string?> { ["TRANSVOX_URL"] = host.Url, ["TRANSVOX_KEY"] = null, ["TRANSVOX_USER"] = null });
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
