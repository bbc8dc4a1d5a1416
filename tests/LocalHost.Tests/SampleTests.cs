using TransVox.TestKit;

namespace TransVox.LocalHost.Tests;

/// <summary>The sample of a real host: made by itself after a start, through a crash, and not again.</summary>
public sealed class SampleTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_makes_it_once_through_a_kill_and_forgets_it_when_it_is_switched_off()
    {
        // The first run of the stage lasts until the kill.
        var plan = new VideoPlan("sample").With("Transcribe", "hang", true).With("Transcribe", "times", 1);
        var settings = new Dictionary<string, string> { ["sample:enabled"] = "true", ["sample:video"] = _folder.File("hello.mp4") };
        await File.WriteAllBytesAsync(settings["sample:video"], plan.ToBytes());
        await using var host = new LocalHostProcess(azurite.ConnectionString, settings);
        using var user = new ServiceCaller(host.Url, "newcomer");
        await host.StartAsync();
        var making = await SampleAsync(user, "runs", sample => (string?)sample["stage"] == "Transcribe");
        Assert.Equal("Running", (string?)making["state"]);
        await Eventually.IsTrueAsync("the stage hangs", () => host.RunsCounted(plan, "Transcribe") == 1);

        await host.KillAsync();
        await host.StartAsync();
        var made = await SampleAsync(user, "is made", sample => (string?)sample["state"] == "Completed");
        Assert.Equal((string?)making["id"], (string?)made["id"]);
        Assert.Equal(200, (await user.GetAsync((string)made["outputs"]![0]!["url"]!)).Status);
        Assert.Equal(plan.ToBytes(), (await user.GetAsync("/api/sample/source")).Bytes);
        Assert.Empty((await user.GetAsync("/api/jobs")).Json["jobs"]!.AsArray());
        Assert.Equal(404, (await user.GetAsync($"/api/jobs/{made["id"]}")).Status);

        Assert.Equal(0, await host.StopAsync());
        await host.StartAsync();
        Assert.Equal((string?)made["id"], (string?)(await SampleAsync(user, "is there", _ => true))["id"]);
        using var admin = new ServiceCaller(host.Url, "operator", admin: true);
        Assert.Single((await admin.GetAsync("/api/jobs?user=_sample")).Json["jobs"]!.AsArray());
        Assert.Equal([(int?)null, 0], host.Log.Runs().Where(run => run.Stage == "Transcribe").Select(run => run.ExitCode));
        Assert.Single(host.Log.Runs(), run => run.Stage == "Mux");

        await host.StopAsync();
        await using var off = new LocalHostProcess(azurite.ConnectionString);
        using var guest = new ServiceCaller(off.Url, "newcomer");
        await off.StartAsync();
        await Eventually.IsTrueAsync("there is no sample", async () => (await guest.GetAsync("/api/sample")).Status == 404);
    }

    [Fact]
    public async Task A_host_that_cannot_make_it_says_why_once_and_serves()
    {
        await using var host = new LocalHostProcess(azurite.ConnectionString, new Dictionary<string, string>
        {
            ["sample:enabled"] = "true",
            ["sample:video"] = _folder.File("nowhere.mp4"),
            ["storage:system_container"] = "system-none",
        });
        await host.StartAsync();
        await Eventually.IsTrueAsync("the log says why", () => host.Output.Contains("There is no sample to show: Its video", StringComparison.Ordinal));
        Assert.Single(host.Output.Split('\n'), line => line.Contains("no sample to show", StringComparison.Ordinal));
        using var user = new ServiceCaller(host.Url, "newcomer");
        Assert.Equal(404, (await user.GetAsync("/api/sample")).Status);
    }

    private static Task<System.Text.Json.Nodes.JsonNode> SampleAsync(ServiceCaller user, string what, Func<System.Text.Json.Nodes.JsonNode, bool> holds) => Eventually.GetAsync(
        $"the sample {what}",
        async () => await user.GetAsync("/api/sample") is { Status: 200 } answer && holds(answer.Json) ? answer.Json : null,
        TimeSpan.FromSeconds(60));
}
