using CliWrap;
using Microsoft.Extensions.Logging;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Processes;

/// <summary>One run of one program: limits, stopping, and the certainty that nothing of it is left.</summary>
/// <param name="spec">What runs.</param>
/// <param name="marker">Carried by all processes of the run.</param>
/// <param name="maxMemory">Most bytes of memory of all of them together.</param>
internal sealed class ProcessRun(ProcessSpec spec, string marker, long maxMemory, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource<StopReason> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<ProcessOutcome> ExecuteAsync(Command command, CancellationToken cancellationToken)
    {
        var collector = new OutputCollector(spec.MaxOutputBytes, () => _stop.TrySetResult(StopReason.OutputLimit));
        using var force = new CancellationTokenSource();
        var started = time.GetTimestamp();
        var task = command
            .WithStandardOutputPipe(spec.ReadOutput is null ? collector.Target(spec.OnOutputLine, spec.CaptureOutput) : PipeTarget.Create(ReadOutputAsync))
            .WithStandardErrorPipe(collector.Target(spec.OnErrorLine, capture: false))
            .ExecuteAsync(null, WatchExit, force.Token, CancellationToken.None);
        ProcessLog.Started(logger, spec.Program, task.ProcessId);
        spec.OnStarted?.Invoke(task.ProcessId);

        StopReason? reason;
        using (cancellationToken.Register(() => _stop.TrySetResult(StopReason.Cancelled)))
        using (time.CreateTimer(_ => _stop.TrySetResult(StopReason.TimeLimit), null, spec.TimeLimit, Timeout.InfiniteTimeSpan))
        using (time.CreateTimer(_ => Watch(task.ProcessId), null, WatchInterval, WatchInterval))
        {
            await Task.WhenAny(_exited.Task, _stop.Task);
            reason = _exited.Task.IsCompleted && !_stop.Task.IsCompleted ? null : await _stop.Task;
            if (reason is { } why)
            {
                ProcessLog.Stopping(logger, spec.Program, task.ProcessId, why);
                await AskToStopAsync(task.ProcessId, force);
            }

            await KillTreeAsync(task.ProcessId, reason is null ? LeftoverGrace : TimeSpan.Zero);
        }

        var exitCode = await DrainAsync(task, force);
        WatchDirectory();
        reason ??= _stop.Task.IsCompletedSuccessfully ? await _stop.Task : null;
        var outcome = new ProcessOutcome(exitCode, collector.Captured, collector.Tail, time.GetElapsedTime(started));
        return reason is null ? outcome : throw Stopped(reason.Value, outcome, cancellationToken);
    }

    /// <summary>A reader that gave up leaves a program that would wait for it for ever.</summary>
    private async Task ReadOutputAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await spec.ReadOutput!(stream, cancellationToken);
        }
        catch
        {
            _stop.TrySetResult(StopReason.Cancelled);
            throw;
        }
    }

#pragma warning disable RS0030 // The one place that touches Process: its exit is known before its pipes close.
    private void WatchExit(System.Diagnostics.Process process)
    {
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _exited.TrySetResult();
        if (process.HasExited)
        {
            _exited.TrySetResult();
        }
    }
#pragma warning restore RS0030

    private async Task AskToStopAsync(int pid, CancellationTokenSource force)
    {
        if (!OperatingSystem.IsLinux())
        {
            await force.CancelAsync();
            return;
        }

        foreach (var signal in new[] { ProcessTree.Interrupt, ProcessTree.Terminate })
        {
            ProcessTree.SignalGroup(pid, signal);
            await Task.WhenAny(_exited.Task, Task.Delay(spec.Grace / 2, time, CancellationToken.None));
            if (_exited.Task.IsCompleted)
            {
                return;
            }
        }
    }

    private async Task KillTreeAsync(int leader, TimeSpan grace)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var began = time.GetTimestamp();
        var killed = 0;
        // The first process of a sandbox ends a moment after its program: programs are too many and too short to wait long for that.
        var pause = TimeSpan.FromMilliseconds(1);
        while (ProcessTree.Find(value => value == marker) is { Count: > 0 } left)
        {
            var elapsed = time.GetElapsedTime(began);
            if (elapsed > grace + KillDeadline)
            {
                ProcessLog.Survived(logger, spec.Program, left.Count);
                return;
            }

            if (elapsed >= grace)
            {
                // The group first: one call reaches all of it before any of it can fork again.
                ProcessTree.SignalGroup(leader, ProcessTree.Kill);
                left.ForEach(pid => ProcessTree.Signal(pid, ProcessTree.Kill));
                killed = Math.Max(killed, left.Count);
            }

            await Task.Delay(pause, time, CancellationToken.None);
            pause = pause * 2 < Poll ? pause * 2 : Poll;
        }

        if (killed > 0)
        {
            ProcessLog.KilledLeftovers(logger, spec.Program, killed);
        }
    }

    /// <summary>Waits for the pipes; a process without the marker may hold them open, and must not hold the job.</summary>
    private async Task<int> DrainAsync(CommandTask<CommandResult> task, CancellationTokenSource force)
    {
        await Task.WhenAny(task.Task, Task.Delay(KillDeadline, time, CancellationToken.None));
        if (!task.Task.IsCompleted)
        {
            await force.CancelAsync();
        }

        try
        {
            return (await task).ExitCode;
        }
        catch (OperationCanceledException) when (force.IsCancellationRequested)
        {
            return 128 + ProcessTree.Kill;
        }
    }

    private void Watch(int pid)
    {
        // The exact figure costs more: it is asked for only when the rough one is too large.
        if (ProcessTree.ResidentBytes(pid) > maxMemory && ProcessTree.ProportionalBytes(pid) > maxMemory)
        {
            _stop.TrySetResult(StopReason.MemoryLimit);
        }

        WatchDirectory();
    }

    private void WatchDirectory()
    {
        if (spec.WatchedDirectory is { } directory && spec.MaxDirectoryBytes < long.MaxValue
            && SizeOf(directory) > spec.MaxDirectoryBytes)
        {
            _stop.TrySetResult(StopReason.DirectoryLimit);
        }
    }

    private static long SizeOf(string directory)
    {
        try
        {
            return WorkLinks.Files(directory).Sum(file => new FileInfo(file).Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file vanished while it was counted; the next look counts again.
            return 0;
        }
    }

    private Exception Stopped(StopReason reason, ProcessOutcome outcome, CancellationToken cancellationToken) => reason switch
    {
        StopReason.Cancelled => new OperationCanceledException(cancellationToken),
        StopReason.TimeLimit => new StageException(
            ErrorCodes.EngineTimeout,
            $"The program {Path.GetFileName(spec.Program)} was stopped after {spec.TimeLimit.TotalSeconds:0} s, its time limit. Try a shorter video, or ask an operator to raise the limit.",
            Retryability.Transient,
            outcome.ExitCode,
            outcome.LogTail),
        StopReason.MemoryLimit => ProcessRunner.OutOfMemory(spec.Program, outcome),
        _ => new StageException(
            ErrorCodes.OutputTooLarge,
            $"The program {Path.GetFileName(spec.Program)} wrote more than it may and was stopped. The video may be damaged; try to convert it first.",
            Retryability.Never,
            outcome.ExitCode,
            outcome.LogTail),
    };
}
