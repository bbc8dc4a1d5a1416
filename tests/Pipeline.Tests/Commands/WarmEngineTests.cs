using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Commands;

/// <summary>Programs that stay between jobs, without and with a sandbox.</summary>
public abstract class WarmEngineTests(SandboxMode sandbox) : IDisposable
{
    private readonly TempDirectory _directory = new();

    [SkippableFact]
    public async Task One_start_serves_many_jobs_until_it_is_worn()
    {
        await using var host = Host(("maxJobs", "2"));
        for (var job = 0; job < 3; job++)
        {
            await ProbeAsync(host, """{"mediaSeconds":3}""");
        }

        Assert.Equal(2, Started().Count);
        Assert.Equal(1, Running());
    }

    [SkippableFact]
    public async Task Too_much_memory_is_a_reason_to_start_anew()
    {
        await using var host = Host(("maxMemoryMb", "200"));
        await ProbeAsync(host, """{"stages":{"Probe":{"memoryMb":300}}}""");
        await ProbeAsync(host, "{}");
        Assert.Equal(2, Started().Count);
    }

    [SkippableFact]
    public async Task A_program_that_dies_is_told_and_replaced()
    {
        await using var host = Host();
        var failure = await Assert.ThrowsAsync<StageException>(() => ProbeAsync(host, """{"stages":{"Probe":{"crash":true}}}"""));
        Assert.Equal((ErrorCodes.EngineFailed, Retryability.Transient, 137), (failure.Code, failure.Retry, failure.ExitCode!.Value));
        Assert.NotNull((await ProbeAsync(host, "{}")).Media);
    }

    [SkippableFact]
    public async Task Out_of_memory_keeps_the_program()
    {
        await using var host = Host();
        var failure = await Assert.ThrowsAsync<StageException>(() => ProbeAsync(host, """{"stages":{"Probe":{"oom":true}}}"""));
        Assert.Equal((ErrorCodes.GpuOutOfMemory, Retryability.OutOfMemory), (failure.Code, failure.Retry));
    }

    [SkippableFact]
    public async Task Cancel_ends_the_program_with_the_job()
    {
        await using var host = Host();
        using var cancel = new CancellationTokenSource();
        var run = ProbeAsync(host, """{"stages":{"Probe":{"hang":true,"ignoreSignals":true}}}""", new CancelOnProgress(cancel), cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Single(Started());
        Assert.Equal(0, Running());
    }

    [SkippableFact]
    public async Task A_job_over_its_time_limit_ends()
    {
        await using var host = Host(("", ""), ("timeLimitSeconds", "2"));
        var failure = await Assert.ThrowsAsync<StageException>(() => ProbeAsync(host, """{"stages":{"Probe":{"hang":true}}}"""));
        Assert.Equal(ErrorCodes.EngineTimeout, failure.Code);
        Assert.Single(Started());
        Assert.Equal(0, Running());
    }

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    private List<string> Started() => [.. File.ReadAllLines(_directory.File("logs/log")).Where(line => line.StartsWith("warm", StringComparison.Ordinal))];

    private int Running() => Programs.RunningUnder(FakeTool.Path, "FAKETOOL_LOG=" + _directory.File("logs/log"));

    private PipelineHost Host((string Key, string Value) warm = default, (string Key, string Value) stage = default)
    {
        Programs.SkipWhereForbidden(sandbox);
        var settings = new List<(string, string)>
        {
            ("profile", "fake"),
            ("sandbox", sandbox.ToString()),
            ("stages:Probe:sandbox", "true"),
            // Where its log is.
            ("stages:Probe:writes:0", _directory.Sub("logs")),
            ("stages:Probe:engine", "Warm"),
            ("stages:Probe:graceSeconds", "1"),
            ("stages:Probe:warm:program", FakeTool.Path),
            ("stages:Probe:warm:arguments:0", "warm"),
            ("stages:Probe:environment:FAKETOOL_LOG", _directory.File("logs/log")),
        };
        if (warm is { Key.Length: > 0, Value: { } value })
        {
            settings.Add(($"stages:Probe:warm:{warm.Key}", value));
        }

        if (stage is { Key.Length: > 0, Value: { } other })
        {
            settings.Add(($"stages:Probe:{stage.Key}", other));
        }

        return new PipelineHost([.. settings]);
    }

    private async Task<StageResult> ProbeAsync(
        PipelineHost host, string plan, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        File.WriteAllText(_directory.File("source"), plan);
        var request = new StageRequest(
            Stage.Probe,
            _directory.Sub($"work{Directory.GetDirectories(_directory.Path).Length}"),
            new Dictionary<string, string> { [Artifacts.Source] = _directory.File("source") },
            new DubbingOptions { TargetLanguage = "es" },
            PipelineHost.Limits);
        return await host.Stages.RunAsync(request, progress ?? new Progress<StageProgress>(), cancellationToken);
    }

    private sealed class CancelOnProgress(CancellationTokenSource cancel) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Fraction > 0)
            {
                cancel.Cancel();
            }
        }
    }
}
