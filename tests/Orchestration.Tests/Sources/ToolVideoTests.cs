using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Service;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Sources;

/// <summary>Pages whose video yt-dlp finds, with a program in its place that does what it may do.</summary>
public sealed class ToolVideoTests(AzuriteFixture azurite) : SourceTest(azurite)
{
    [Fact]
    public async Task The_program_gets_the_address_as_one_argument_that_is_no_option()
    {
        await using var harness = await StartAsync();
        var job = await EndAsync(harness, "https://tube.example/watch?v=1&x=$(id)%20--exec");
        Assert.Equal((JobState.Completed, "https://tube.example/watch"), (job.State, job.SourceUrl));
        await using var video = await harness.Jobs.OpenSourceAsync(Ada, job.Id, CancellationToken.None);
        using var reader = new StreamReader(video.Content);
        var arguments = (await reader.ReadToEndAsync()).Split('\n');
        Assert.Equal(["--", "https://tube.example/watch?v=1&x=$(id)%20--exec"], arguments[^2..]);
        Assert.Contains("--no-playlist", arguments);
        Assert.Equal($"{2048L << 20}", arguments[Array.IndexOf(arguments, "--max-filesize") + 1]);
        Assert.Equal("-", arguments[Array.IndexOf(arguments, "--output") + 1]);
    }

    [Fact]
    public async Task What_it_writes_is_the_video()
    {
        await using var harness = await StartAsync();
        var job = await EndAsync(harness, "https://tube.example/bytes/9000000");
        Assert.Equal((JobState.Completed, 9_000_000), (job.State, job.Stages[0].Bytes));
    }

    [Fact]
    public async Task It_is_stopped_when_it_writes_more_than_is_taken()
    {
        await using var harness = await StartAsync(("limits:max_video_size_mb", "1"));
        var job = await EndAsync(harness, "https://tube.example/bytes/100000000");
        Assert.Equal((JobState.Rejected, ErrorCodes.TooLarge), (job.State, job.Error!.Code));
        await AssertNothingStagedAsync(harness);
    }

    [Theory]
    [InlineData("fail", ErrorCodes.SourceUnavailable, JobState.Failed)]
    [InlineData("bytes/0", ErrorCodes.EmptyFile, JobState.Rejected)]
    public async Task What_it_did_not_bring_is_told(string page, string code, JobState state)
    {
        await using var harness = await StartAsync();
        var job = await EndAsync(harness, $"https://tube.example/{page}");
        Assert.Equal((state, code), (job.State, job.Error!.Code));
        await AssertNothingStagedAsync(harness);
    }

    [Fact]
    public async Task It_has_the_time_of_any_fetch()
    {
        await using var harness = await StartAsync(("source:timeout_minutes", "0.02"));
        var job = await EndAsync(harness, "https://tube.example/hang");
        Assert.Equal((JobState.Rejected, ErrorCodes.SourceTimeout), (job.State, job.Error!.Code));
    }

    [Fact]
    public async Task Cancelling_stops_it()
    {
        await using var harness = await StartAsync();
        var job = await SubmitAsync(harness, "https://tube.example/hang");
        harness.Open();
        await Eventually.IsTrueAsync("it is under way", async () => (await harness.GetAsync(job.Id)).Stages[0].State == StageState.Running);
        await harness.Jobs.CancelAsync(Ada, job.Id, CancellationToken.None);
        await harness.EndAsync(job.Id);
        Assert.Equal(JobState.Cancelled, (await harness.GetAsync(job.Id)).State);
    }

    [Fact]
    public async Task A_host_is_not_its_because_it_is_allowed_and_not_allowed_because_it_is_its()
    {
        await using var harness = await StartAsync(("source:yt_dlp:hosts:1", "other.example"));
        var error = await Assert.ThrowsAsync<RequestException>(() => SubmitAsync(harness, "https://other.example/"));
        Assert.Equal(ErrorCodes.SourceRefused, error.Code);
        await AssertFetchedAsync(harness, await EndAsync(harness));
        await using var off = await StartAsync(("source:yt_dlp:enabled", "false"), ("retry:max_attempts", "1"));
        // Without the program the service asks the host itself, which is none.
        Assert.Equal(ErrorCodes.SourceUnavailable, (await EndAsync(off, "https://tube.example/bytes/10")).Error!.Code);
    }

    private new Task<ServiceHarness> StartAsync(params (string Key, string Value)[] settings) => base.StartAsync(
    [
        ("source:allowed_hosts:1", "tube.example"), ("source:yt_dlp:enabled", "true"), ("source:yt_dlp:hosts:0", "tube.example"),
        ("source:yt_dlp:path", RepositoryPaths.Built("tests/FakeTool", "faketool")), ("retry:max_attempts", "2"), .. settings,
    ]);
}
