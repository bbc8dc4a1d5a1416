using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using Microsoft.Extensions.Logging;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Processes;

/// <summary>
/// The one place that starts programs. Each runs in a session of its own, is stopped in two steps (interrupt, then kill of the
/// whole tree), is bounded in time, memory and output, and dies with this process; where this machine can make a sandbox, it runs in one.
/// </summary>
public sealed partial class ProcessRunner : IAsyncDisposable, IDisposable
{
    private readonly ILogger<ProcessRunner> _logger;
    private readonly TimeProvider _time;
    private readonly EngineOptions _options;
    private readonly Sandbox? _sandbox;
    private readonly string _owner;
    private readonly Lifeline _lifeline;
    private readonly Lazy<int> _orphans;
    private static long _sequence;
    private static int _runners;

    /// <param name="logger">Receives starts and ends.</param>
    /// <param name="time">Clock for limits.</param>
    /// <param name="options">What programs may see and use.</param>
    public ProcessRunner(ILogger<ProcessRunner> logger, TimeProvider time, EngineOptions options)
    {
        _logger = logger;
        _time = time;
        _options = options;
        _sandbox = FindSandbox();
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

    /// <summary>The error for a program that ended with a code that means failure, by what it says and how it ended.</summary>
    public static StageException Failed(string program, ProcessOutcome outcome)
    {
        var name = Path.GetFileName(program);
        if (SaysOutOfMemory().IsMatch(outcome.LogTail))
        {
            return OutOfMemory(program, outcome);
        }

        return outcome.ExitCode == 128 + ProcessTree.ProcessorTime
            ? new StageException(
                ErrorCodes.EngineTimeout, $"The program {name} was stopped after the processor time that it may use. Try a shorter video, or ask an operator to raise the limit.",
                Retryability.Transient, outcome.ExitCode, outcome.LogTail)
            : new StageException(
                ErrorCodes.EngineFailed, $"The program {name} ended with code {outcome.ExitCode}. Try again; if it fails again, an operator finds the details in the job's log.",
                Retryability.Transient, outcome.ExitCode, outcome.LogTail);
    }

    /// <summary>The error for a program that took more memory than it may.</summary>
    internal static StageException OutOfMemory(string program, ProcessOutcome outcome) => new(
        ErrorCodes.EngineOutOfMemory,
        $"The program {Path.GetFileName(program)} needs more memory than it may use and was stopped. Try a shorter video, or ask an operator to raise the limit.",
        Retryability.OutOfMemory,
        outcome.ExitCode,
        outcome.LogTail);

    /// <summary>Whether a program runs in a sandbox.</summary>
    internal bool Sandboxes(ProcessSpec spec) => _sandbox is not null && spec.Access is not null;

    /// <summary>Names this runner among all of all services, also of those that no longer run.</summary>
    internal string Owner => _owner;

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
        var run = new ProcessRun(spec, marker, MaxMemory(spec), _time, _logger);
        try
        {
            var outcome = await run.ExecuteAsync(Command(spec, program, marker), cancellationToken);
            ProcessLog.Ended(_logger, spec.Program, outcome.ExitCode, outcome.Elapsed);
            if (Sandboxes(spec) && spec.Access!.Work is { } work)
            {
                WorkLinks.Refuse(spec.Program, work);
            }

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

        if (KernelLimits(spec) is { Count: > 0 } limits && ToolLocator.Find("prlimit") is { } prlimit)
        {
            line.AddRange([prlimit, .. limits]);
        }

        var inherited = Environment.GetEnvironmentVariables();
        var environment = ProcessEnvironment.Changes(inherited, [.. _options.PassEnvironment], spec.Environment);
        if (Sandboxes(spec))
        {
            // A folder of the host that is not there inside.
            environment.TryAdd("TMPDIR", null);
            line.AddRange(_sandbox!.Wrap(program, spec, ProcessEnvironment.Effective(inherited, environment)));
        }
        else
        {
            line.Add(program);
        }

        line.AddRange(spec.Arguments);
        environment[ProcessTree.Marker] = marker;
        return Cli.Wrap(line[0])
            .WithArguments(line.Skip(1))
            .WithWorkingDirectory(spec.WorkingDirectory ?? Directory.GetCurrentDirectory())
            .WithEnvironmentVariables(environment)
            .WithStandardInputPipe(spec.StandardInput ?? PipeSource.Null)
            .WithValidation(CommandResultValidation.None);
    }

    // The soft limit alone where it is a signal that tells which limit it was.
    private static List<string> With(string name, long value) =>
        value > 0 ? [string.Create(CultureInfo.InvariantCulture, $"--{name}={value}{(name == "cpu" ? $":{value + 5}" : "")}")] : [];

    // Address space is what programs reserve, which GPU programs and runtimes with a garbage collector do in hundreds of gigabytes; the limit of
    // data counts what they may write to.
    private List<string> KernelLimits(ProcessSpec spec) =>
    [
        .. With("as", spec.MaxAddressSpaceBytes),
        .. With("data", spec.MaxMemoryBytes > 0 ? spec.MaxMemoryBytes : (long)_options.MemoryMb << 20),
        .. With("cpu", spec.TimeLimit == Timeout.InfiniteTimeSpan ? 0 : spec.CpuSeconds > 0 ? spec.CpuSeconds : _options.CpuSeconds),
    ];

    private long MaxMemory(ProcessSpec spec) => (spec.MaxMemoryBytes, _options.MemoryMb) switch
    {
        ( > 0, _) => spec.MaxMemoryBytes,
        (_, > 0) => (long)_options.MemoryMb << 20,
        // Of this machine or this container.
        _ => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 9,
    };

    /// <exception cref="InvalidOperationException">One is required, and this machine cannot make it.</exception>
    private Sandbox? FindSandbox()
    {
        if (_options.Sandbox == SandboxMode.Off)
        {
            ProcessLog.NotSandboxed(_logger, "engines.sandbox is Off.");
            return null;
        }

        var found = Sandbox.OnThisMachine;
        if (found.Sandbox is null)
        {
            ProcessLog.NotSandboxed(_logger, found.Reason);
            return _options.Sandbox == SandboxMode.Required ? throw new InvalidOperationException(found.Reason) : null;
        }

        ProcessLog.Sandboxed(_logger);
        return found.Sandbox;
    }

    // What C, C++, Python and .NET say when the kernel gives them no more.
    [GeneratedRegex(@"Cannot allocate memory|can't allocate memory|memory exhausted|std::bad_alloc|\bMemoryError\b|OutOfMemoryException|^Out of memory\.", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex SaysOutOfMemory();

    /// <summary>Kills programs of an earlier service process that ended together with its watchdog, and removes their folders.</summary>
    private int KillOrphans()
    {
        var orphans = ProcessTree.Find(marker => IsOrphan(marker, _owner.Split('-')[2]));
        orphans.ForEach(pid => ProcessTree.Signal(pid, ProcessTree.Kill));
        Warm.WarmScratch.RemoveOrphans(owner => IsOrphan(owner, _owner.Split('-')[2]));
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
