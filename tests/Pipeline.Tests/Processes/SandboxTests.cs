using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Processes;

/// <summary>What programs can do in the real sandbox, and what they cannot.</summary>
public sealed class SandboxTests : IAsyncLifetime, IDisposable
{
    private readonly ProcessRunner _runner = Programs.Runner(SandboxMode.Required);
    private readonly TempDirectory _directory = new();
    private readonly string _sleep = string.Create(CultureInfo.InvariantCulture, $"3600.{Random.Shared.NextInt64():d19}");

    [SkippableFact]
    public async Task Only_what_a_program_was_given_is_there()
    {
        var (store, input) = (_directory.File("durable.db"), _directory.File("input"));
        await File.WriteAllTextAsync(store, "other jobs");
        await File.WriteAllTextAsync(input, "this job");

        Assert.Equal("this job", (await RunAsync($"cat {input}", new ProgramAccess { Reads = [input] })).Output);
        var outcome = await RunAsync($"cat {store}", new ProgramAccess { Reads = [input] });
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("No such file", outcome.LogTail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Processes_and_home_of_the_host_are_not_there()
    {
        var outcome = await RunAsync("ls -A $HOME /tmp; ls /proc | grep -c '^[0-9]'", ProgramAccess.None);
        Assert.DoesNotContain("transvox", outcome.Output, StringComparison.Ordinal);
        // The sandbox itself, the shell, and the two of the pipe.
        Assert.InRange(int.Parse(outcome.Output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture), 2, 4);
    }

    [SkippableFact]
    public async Task Nothing_but_the_work_directory_can_be_written()
    {
        var (work, input, host) = (_directory.Sub("work"), _directory.File("input"), _directory.File("host"));
        await File.WriteAllTextAsync(input, "as it was");
        await File.WriteAllTextAsync(host, "as it was");
        var access = new ProgramAccess { Work = work, Reads = [input] };

        foreach (var path in new[] { input, "/usr/new", "/etc/passwd", "/new" })
        {
            Assert.NotEqual(0, (await RunAsync($"echo changed > {path}", access)).ExitCode);
        }

        // Below /tmp, which is the program's own and goes away with it.
        Assert.Equal(0, (await RunAsync($"echo changed > {host}; echo changed > {_directory.File("new")}; echo result > {work}/out", access)).ExitCode);
        Assert.Equal(("as it was", "as it was", "result\n"), (File.ReadAllText(input), File.ReadAllText(host), File.ReadAllText(work + "/out")));
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(_directory.Path).Count());
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_network_is_there_for_those_who_may_use_it(bool network)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connect = $"exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port}";
        var outcome = await RunAsync(connect, new ProgramAccess { Network = network });
        Assert.Equal((network, network), (outcome.ExitCode == 0, listener.Pending()));
    }

    [SkippableFact]
    public async Task An_interrupted_program_may_tidy_up()
    {
        var work = _directory.Sub("work");
        using var cancel = new CancellationTokenSource();
        var run = _runner.RunAsync(
            Shell($"trap 'echo tidy > {work}/done; exit 3' INT; echo waiting; while :; do sleep 0.05; done") with
            {
                Access = new ProgramAccess { Work = work },
                CaptureOutput = false,
                OnOutputLine = _ => cancel.Cancel(),
                Grace = TimeSpan.FromSeconds(60),
            },
            cancel.Token);
        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        Assert.Equal("tidy\n", await File.ReadAllTextAsync(work + "/done"));
    }

    [SkippableFact]
    public async Task A_child_that_hides_dies_with_its_program()
    {
        var outcome = await RunAsync($"env -i setsid sleep {_sleep} > /dev/null 2>&1 & exit 4", ProgramAccess.None);
        Assert.Equal(4, outcome.ExitCode);
        await Eventually.HoldsAsync(() => Programs.Running("sleep", _sleep) == 0, "the child is gone");
    }

    [SkippableFact]
    public async Task A_link_that_leads_out_is_no_result()
    {
        var work = _directory.Sub("work");
        var access = new ProgramAccess { Work = work };
        await RunAsync($"mkdir {work}/a && echo x > {work}/a/file && ln -s a/file {work}/inside", access);
        foreach (var link in new[] { "/etc/passwd", "a/../../host" })
        {
            var failure = await Assert.ThrowsAsync<StageException>(() => RunAsync($"ln -sf {link} {work}/out.json", access));
            Assert.Equal(ErrorCodes.OutputInvalid, failure.Code);
        }
    }

    [SkippableFact]
    public async Task The_kernel_gives_a_process_no_more_memory_than_it_may_use()
    {
        var failure = await Assert.ThrowsAsync<StageException>(() => _runner.RunCheckedAsync(
            Shell("set -o pipefail; head -c 400000000 /dev/zero | tail") with { MaxMemoryBytes = 100 << 20 }, CancellationToken.None));
        Assert.Equal((ErrorCodes.EngineOutOfMemory, Retryability.OutOfMemory), (failure.Code, failure.Retry));
    }

    [SkippableFact]
    public async Task Processes_that_together_take_more_than_they_may_are_stopped()
    {
        var part = $"(head -c 60000000 /dev/zero; sleep {_sleep}) | tail";
        var failure = await Assert.ThrowsAsync<StageException>(() => _runner.RunAsync(
            Shell($"{part} & {part} & wait") with { MaxMemoryBytes = 100 << 20 }, CancellationToken.None));
        Assert.Equal(ErrorCodes.EngineOutOfMemory, failure.Code);
        Assert.Equal(0, Programs.Running("sleep", _sleep));
    }

    [SkippableFact]
    public async Task A_stage_has_limits_of_its_own()
    {
        await using var host = Host("Probe", ("memoryMb", "500"));
        var failure = await Assert.ThrowsAsync<StageException>(() => ProbeAsync(host, """{"stages":{"Probe":{"memoryMb":1500}}}"""));
        Assert.Equal(ErrorCodes.EngineOutOfMemory, failure.Code);
        Assert.NotNull((await ProbeAsync(host, """{"stages":{"Probe":{"memoryMb":30}}}""")).Media);

        var spinning = await Assert.ThrowsAsync<StageException>(() => _runner.RunCheckedAsync(
            Shell("while :; do :; done") with { CpuSeconds = 1 }, CancellationToken.None));
        Assert.Equal(ErrorCodes.EngineTimeout, spinning.Code);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stage_says_whether_its_programs_use_the_network(bool network)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = Host(
            "Probe", ("network", network.ToString()), ("steps:0:program", "bash"), ("steps:0:arguments:0", "-c"),
            ("steps:0:arguments:1", $"exec 3<>/dev/tcp/127.0.0.1/{port} && cp {{input:source}} {{output:media.json}}"));
        const string Media = """{"duration":1,"bytes":1,"container":"fake","videoCodec":"fake","width":1,"height":1,"audioCodec":"fake","audioChannels":1,"audioSampleRate":1}""";
        if (network)
        {
            Assert.Equal(1, (await ProbeAsync(host, Media)).Media!.Duration);
        }
        else
        {
            await Assert.ThrowsAsync<StageException>(() => ProbeAsync(host, Media));
        }

        Assert.Equal(network, listener.Pending());
    }

    [SkippableFact]
    public async Task A_host_that_must_have_a_sandbox_does_not_start_without()
    {
        var empty = _directory.Sub("empty");
        var start = Programs.Helper(ToolLocator.Find("dotnet")!, typeof(Program).Assembly.Location, "options", "required") with { CaptureOutput = true };
        Assert.Equal(0, (await _runner.RunAsync(start, CancellationToken.None)).ExitCode);

        var outcome = await _runner.RunAsync(start with { Environment = new Dictionary<string, string> { ["PATH"] = empty } }, CancellationToken.None);
        Assert.Equal(78, outcome.ExitCode);
        Assert.Contains("engines.sandbox is Required, but bwrap is not installed; install the package bubblewrap.", outcome.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_sandbox_that_cannot_be_made_is_told_from_one_that_is_not_installed()
    {
        Assert.Contains("does not work here", Sandbox.Probe("/bin/false").Reason, StringComparison.Ordinal);
        Assert.NotNull(Sandbox.Probe("bwrap").Sandbox);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _runner.DisposeAsync().AsTask();

    public void Dispose() => _directory.Dispose();

    private static ProcessSpec Shell(string script) => new("bash", ["-c", script]) { CaptureOutput = true };

    private Task<ProcessOutcome> RunAsync(string script, ProgramAccess access) =>
        _runner.RunAsync(Shell(script) with { Access = access }, CancellationToken.None);

    private static PipelineHost Host(string stage, params (string Key, string Value)[] settings) => new(
    [
        ("profile", "fake"), ("sandbox", "required"), ("settings:faketool", FakeTool.Path), ($"stages:{stage}:sandbox", "true"),
        .. settings.Select(setting => ($"stages:{stage}:{setting.Key}", setting.Value)),
    ]);

    private Task<StageResult> ProbeAsync(PipelineHost host, string plan)
    {
        File.WriteAllText(_directory.File("source"), plan);
        return host.RunAsync(
            Stage.Probe, _directory.Path, new Dictionary<string, string> { [Artifacts.Source] = _directory.File("source") }, new DubbingOptions { TargetLanguage = "es" });
    }
}
