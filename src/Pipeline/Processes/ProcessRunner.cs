using System.Globalization;
using CliWrap;
using Microsoft.Extensions.Logging;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Processes;

/// <summary>
/// The one place that starts programs. Each runs in a session of its own, is stopped in two steps (interrupt, then kill of the
/// whole tree), is bounded in time and output, and dies with this process.
/// </summary>
public sealed class ProcessRunner : IAsyncDisposable, IDisposable
{
    private readonly ILogger<ProcessRunner> _logger;
    private readonly TimeProvider _time;
    private readonly IReadOnlyCollection<string> _passEnvironment;
    private readonly string _owner;
    private readonly Lifeline _lifeline;
    private readonly Lazy<int> _orphans;
    private static long _sequence;
    private static int _runners;

    /// <param name="logger">Receives starts and ends.</param>
    /// <param name="time">Clock for limits.</param>
    /// <param name="passEnvironment">Variables of the host that programs may see beside the usual ones.</param>
    public ProcessRunner(ILogger<ProcessRunner> logger, TimeProvider time, IReadOnlyCollection<string>? passEnvironment = null)
    {
        _logger = logger;
        _time = time;
        _passEnvironment = passEnvironment ?? [];
        // Numbered, since a process may have several runners (tests do), each with its own watchdog.
        _owner = OperatingSystem.IsLinux()
            ? $"{ProcessTree.OwnerOf(Environment.ProcessId)}-{Interlocked.Increment(ref _runners)}"
            : "none";
        _lifeline = new Lifeline(_owner);
        _orphans = new Lazy<int>(KillOrphans);
    }

    /// <summary>Runs a program to its end. Its exit code is the caller's to judge.</summary>
    /// <exception cref="StageException">
    /// <see cref="ErrorCodes.EngineMissing"/>, <see cref="ErrorCodes.EngineTimeout"/> or <see cref="ErrorCodes.OutputTooLarge"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; no process is left.</exception>
    public async Task<ProcessOutcome> RunAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(spec.Program);
        using var span = Tracing.Source.StartActivity($"process {name}");
        span?.SetTag("process.executable.name", name);
        try
        {
            var outcome = await RunToEndAsync(spec, cancellationToken);
            span?.SetTag("process.exit.code", outcome.ExitCode);
            return outcome;
        }
        catch (Exception e)
        {
            span.Fail((e as StageException)?.Code ?? e.GetType().FullName!);
            throw;
        }
    }

    /// <summary>Runs a program and takes any exit code but 0 for a failure.</summary>
    /// <exception cref="StageException"><see cref="ErrorCodes.EngineFailed"/> and those of <see cref="RunAsync"/>.</exception>
    public async Task<ProcessOutcome> RunCheckedAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        var outcome = await RunAsync(spec, cancellationToken);
        return outcome.ExitCode == 0 ? outcome : throw Failed(spec.Program, outcome);
    }

    /// <summary>The error for a program that ended with a code that means failure.</summary>
    public static StageException Failed(string program, ProcessOutcome outcome) => new(
        ErrorCodes.EngineFailed,
        $"The program {Path.GetFileName(program)} ended with code {outcome.ExitCode}. Try again; if it fails again, an operator finds the details in the job's log.",
        Retryability.Transient,
        outcome.ExitCode,
        outcome.LogTail);

    /// <summary>Ends every program that still runs; returns when none is left.</summary>
    public ValueTask DisposeAsync() => _lifeline.DisposeAsync();

    /// <summary>Has every program that still runs ended, without waiting for it.</summary>
    public void Dispose() => _lifeline.Release();

    private async Task<ProcessOutcome> RunToEndAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var program = ToolLocator.Find(spec.Program) ?? throw Missing(spec.Program);
        if (OperatingSystem.IsLinux())
        {
            _ = _orphans.Value;
            _lifeline.Ensure();
        }

        var marker = $"{_owner}.{Interlocked.Increment(ref _sequence)}";
        var run = new ProcessRun(spec, marker, _time, _logger);
        try
        {
            var outcome = await run.ExecuteAsync(Command(spec, program, marker), cancellationToken);
            ProcessLog.Ended(_logger, spec.Program, outcome.ExitCode, outcome.Elapsed);
            return outcome;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            // Found, but not to be started: no right to execute it, or its directory is missing.
            throw new StageException(
                ErrorCodes.EngineMissing,
                $"The program {Path.GetFileName(spec.Program)} cannot be started on the machine that runs the jobs. An operator must check its rights and its directory.",
                innerException: e);
        }
    }

    private static StageException Missing(string program) => new(
        ErrorCodes.EngineMissing,
        $"The program {Path.GetFileName(program)} is not installed on the machine that runs the jobs. An operator must install it or choose another engine.");

    private Command Command(ProcessSpec spec, string program, string marker)
    {
        var line = new List<string>();
        if (ToolLocator.Find("setsid") is { } setsid)
        {
            line.Add(setsid);
        }

        if (spec.Nice > 0 && ToolLocator.Find("nice") is { } nice)
        {
            line.AddRange([nice, "-n", spec.Nice.ToString(CultureInfo.InvariantCulture)]);
        }

        if (spec.MaxAddressSpaceBytes > 0 && ToolLocator.Find("prlimit") is { } prlimit)
        {
            line.AddRange([prlimit, "--as=" + spec.MaxAddressSpaceBytes.ToString(CultureInfo.InvariantCulture)]);
        }

        line.Add(program);
        line.AddRange(spec.Arguments);
        var environment = ProcessEnvironment.Changes(Environment.GetEnvironmentVariables(), _passEnvironment, spec.Environment);
        environment[ProcessTree.Marker] = marker;
        return Cli.Wrap(line[0])
            .WithArguments(line.Skip(1))
            .WithWorkingDirectory(spec.WorkingDirectory ?? Directory.GetCurrentDirectory())
            .WithEnvironmentVariables(environment)
            .WithStandardInputPipe(spec.StandardInput ?? PipeSource.Null)
            .WithValidation(CommandResultValidation.None);
    }

    /// <summary>Kills programs of an earlier service process that ended together with its watchdog.</summary>
    private int KillOrphans()
    {
        var orphans = ProcessTree.Find(marker => IsOrphan(marker, _owner.Split('-')[2]));
        orphans.ForEach(pid => ProcessTree.Signal(pid, ProcessTree.Kill));
        if (orphans.Count > 0)
        {
            ProcessLog.KilledOrphans(_logger, orphans.Count);
        }

        return orphans.Count;
    }

    private static bool IsOrphan(string marker, string ownNamespace)
    {
        var parts = marker.Split('.')[0].Split('-');
        return parts.Length == 4
            && parts[2] == ownNamespace
            && int.TryParse(parts[0], out var pid)
            && ProcessTree.OwnerOf(pid) != string.Join('-', parts[..3]);
    }
}
