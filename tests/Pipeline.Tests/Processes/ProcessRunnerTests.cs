using System.Diagnostics;
using System.Globalization;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Processes;

/// <summary>The runner against programs that misbehave, without and with a sandbox.</summary>
public abstract class ProcessRunnerTests(SandboxMode sandbox) : IAsyncLifetime, IDisposable
{
    // Told apart from all that other tests start.
    private readonly string _sleep = string.Create(CultureInfo.InvariantCulture, $"3600.{Random.Shared.NextInt64():d19}");
    private readonly ProcessRunner _runner = Programs.Runner(sandbox);
    private readonly TempDirectory _directory = new();

    [SkippableFact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["a b", "\"quoted\"", "$(touch /tmp/x)", "`id`", "-rf", "*", "", "line\nbreak", "emoji 🎬", "'; rm -rf /"];
        var outcome = await _runner.RunAsync(Programs.Fake(["arguments", .. arguments]), CancellationToken.None);
        Assert.Equal(string.Join('\n', arguments) + "\n", outcome.Output);
    }

    [SkippableFact]
    public async Task Secrets_of_the_host_are_not_passed_on()
    {
        Environment.SetEnvironmentVariable("AzureWebJobsStorage", "secret");
        var outcome = await _runner.RunAsync(Programs.Fake("environment"), CancellationToken.None);
        var names = outcome.Output.Split('\n');
        Assert.Contains("PATH", names);
        Assert.DoesNotContain("AzureWebJobsStorage", names);
    }

    [SkippableFact]
    public async Task Cancel_interrupts_and_waits_for_the_end()
    {
        using var cancel = new CancellationTokenSource();
        var pid = 0;
        var run = _runner.RunAsync(
            Programs.Fake("hang") with { OnStarted = id => pid = id, OnOutputLine = _ => cancel.Cancel(), Grace = TimeSpan.FromSeconds(30) }, cancel.Token);
        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        Assert.False(Programs.Alive(pid));
    }

    [SkippableFact]
    public async Task A_program_that_ignores_signals_is_killed_after_the_grace()
    {
        using var cancel = new CancellationTokenSource();
        var pid = 0;
        var run = _runner.RunAsync(
            Programs.Fake("hang", "ignoring") with { OnStarted = id => pid = id, OnOutputLine = _ => cancel.Cancel(), Grace = TimeSpan.FromSeconds(0.4) },
            cancel.Token);
        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        Assert.False(Programs.Alive(pid));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_child_in_a_session_of_its_own_does_not_survive(bool cancelled)
    {
        using var cancel = new CancellationTokenSource();
        var child = false;
        void OnLine(string line)
        {
            if (line.StartsWith("child ", StringComparison.Ordinal))
            {
                child = true;
            }
            else if (cancelled)
            {
                cancel.Cancel();
            }
        }

        var spec = Programs.Fake(cancelled ? ["daemon", _sleep, "hang"] : ["daemon", _sleep]);
        var run = _runner.RunAsync(spec with { OnOutputLine = OnLine, Grace = TimeSpan.FromSeconds(0.2) }, cancel.Token);
        if (cancelled)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        }
        else
        {
            Assert.Equal(0, (await run).ExitCode);
        }

        Assert.True(child);
        Assert.Equal(0, Programs.Running("sleep", _sleep));
    }

    [SkippableFact]
    public async Task The_time_limit_ends_a_program()
    {
        var failure = await Assert.ThrowsAsync<StageException>(() =>
            _runner.RunAsync(Programs.Fake("hang") with { TimeLimit = TimeSpan.FromSeconds(0.5) }, CancellationToken.None));
        Assert.Equal((ErrorCodes.EngineTimeout, Retryability.Transient), (failure.Code, failure.Retry));
    }

    [SkippableFact]
    public async Task A_full_directory_ends_a_program()
    {
        var failure = await Assert.ThrowsAsync<StageException>(() => _runner.RunAsync(
            Programs.Fake("fill", _directory.File("big"), "20000000") with
            {
                WatchedDirectory = _directory.Path, MaxDirectoryBytes = 1 << 20, Access = new ProgramAccess { Work = _directory.Path },
            },
            CancellationToken.None));
        Assert.Equal(ErrorCodes.OutputTooLarge, failure.Code);
    }

    [SkippableFact]
    public async Task A_missing_program_is_told()
    {
        var failure = await Assert.ThrowsAsync<StageException>(() =>
            _runner.RunAsync(new ProcessSpec("no-such-program-here", []), CancellationToken.None));
        Assert.Equal((ErrorCodes.EngineMissing, Retryability.Never), (failure.Code, failure.Retry));
    }

    [SkippableFact]
    public async Task A_failure_carries_the_last_lines()
    {
        var failure = await Assert.ThrowsAsync<StageException>(() =>
            _runner.RunCheckedAsync(Programs.Fake("exit", "7", "first", "the reason"), CancellationToken.None));
        Assert.Equal(7, failure.ExitCode);
        Assert.EndsWith("the reason", failure.LogTail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Programs_die_with_a_service_that_is_killed()
    {
        var pids = _directory.File("pids");
        var service = 0;
        var run = _runner.RunAsync(
            Programs.Helper("dotnet", typeof(Program).Assembly.Location, "service", pids, sandbox.ToString(), _sleep) with { OnStarted = pid => service = pid },
            CancellationToken.None);
        await Eventually.HoldsAsync(() => File.Exists(pids) && File.ReadAllText(pids).Contains("waiting", StringComparison.Ordinal), "the service runs its program", 60);
        bool ProgramRuns() => Programs.Running(FakeTool.Path, "daemon", _sleep, "hang") > 0;
        bool ChildRuns() => Programs.Running("sleep", _sleep) > 0;
        Assert.True(ProgramRuns() && ChildRuns());

        var watch = Stopwatch.StartNew();
        ProcessTree.Signal(service, ProcessTree.Kill);
        Assert.Equal(137, (await run).ExitCode);
        await Eventually.HoldsAsync(() => !ProgramRuns() && !ChildRuns(), "its program and the program's escaped child are gone");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _runner.DisposeAsync().AsTask();

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }
}
