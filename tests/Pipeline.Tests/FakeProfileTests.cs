using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests;

/// <summary>The profile that other test projects steer by what they upload.</summary>
public sealed class FakeProfileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Every_stage_runs_and_logs_start_and_end()
    {
        await using var host = Host();
        var artifacts = Upload("""{"id":"p1","mediaSeconds":12.5,"stages":{}}""");
        var results = await host.DubAsync(_directory.Path, artifacts, new DubbingOptions { TargetLanguage = "es" });
        Assert.Equal(12.5, results[Stage.Probe].Media!.Duration);
        Assert.Contains("[es] Cue 1.", await File.ReadAllTextAsync(artifacts[Artifacts.Subtitles("es", "srt")]), StringComparison.Ordinal);
        var log = await File.ReadAllLinesAsync(_directory.File("log"));
        Assert.Equal(16, log.Length);
        Assert.Equal(8, log.Count(line => line.Split('\t')[1] == "start" && line.Split('\t')[4] == "p1"));
    }

    [Fact]
    public async Task A_stage_fails_as_often_as_planned()
    {
        await using var host = Host();
        var artifacts = Upload("""{"id":"p2","stages":{"Probe":{"exit":3,"times":1,"message":"boom"}}}""");
        var failure = await Assert.ThrowsAsync<StageException>(() => ProbeAsync(host, artifacts));
        Assert.Equal((ErrorCodes.EngineFailed, 3, Retryability.Transient), (failure.Code, failure.ExitCode, failure.Retry));
        Assert.Contains("boom", failure.LogTail, StringComparison.Ordinal);
        Assert.NotNull((await ProbeAsync(host, artifacts)).Media);
    }

    [Theory]
    [InlineData("""{"stages":{"Probe":{"oom":true}}}""", ErrorCodes.GpuOutOfMemory, Retryability.OutOfMemory)]
    [InlineData("""{"stages":{"Probe":{"busy":true}}}""", ErrorCodes.GpuBusy, Retryability.Busy)]
    [InlineData("""{"stages":{"Probe":{"exit":1,"message":"Error writing trailer: No space left on device"}}}""", ErrorCodes.DiskFull, Retryability.Busy)]
    [InlineData("""{"stages":{"Probe":{"code":"no_speech"}}}""", ErrorCodes.NoSpeech, Retryability.Never)]
    [InlineData("""{"stages":{"Probe":{"crash":true}}}""", ErrorCodes.EngineFailed, Retryability.Transient)]
    [InlineData("""{"stages":{"Probe":{"noOutput":true}}}""", ErrorCodes.OutputInvalid, Retryability.Transient)]
    [InlineData("not a plan", ErrorCodes.UnreadableMedia, Retryability.Never)]
    public async Task Errors_are_told_apart(string plan, string code, Retryability retry)
    {
        await using var host = Host();
        var failure = await Assert.ThrowsAsync<StageException>(() => ProbeAsync(host, Upload(plan)));
        Assert.Equal((code, retry), (failure.Code, failure.Retry));
    }

    public void Dispose() => _directory.Dispose();

    private Task<StageResult> ProbeAsync(PipelineHost host, Dictionary<string, string> artifacts) =>
        host.RunAsync(Stage.Probe, _directory.Path, artifacts, new DubbingOptions { TargetLanguage = "es" });

    private PipelineHost Host()
    {
        var settings = new List<(string, string)> { ("profile", "fake"), ("settings:faketool", FakeTool.Path) };
        foreach (var stage in EngineStages.All.Select(stage => stage.ToString()))
        {
            settings.Add(($"stages:{stage}:environment:FAKETOOL_LOG", _directory.File("log")));
            settings.Add(($"stages:{stage}:environment:FAKETOOL_STATE", _directory.File("state")));
        }

        return new PipelineHost([.. settings]);
    }

    private Dictionary<string, string> Upload(string plan)
    {
        File.WriteAllText(_directory.File("source"), plan);
        return new Dictionary<string, string> { [Artifacts.Source] = _directory.File("source") };
    }
}
