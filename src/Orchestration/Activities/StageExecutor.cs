using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// Runs one stage of a job, at least once and to one committed result: what is there already is used, what was begun and not
/// committed is dropped, and expected failures come back as data.
/// </summary>
public sealed class StageExecutor(StageServices services)
{
    private static readonly TimeSpan TidyTime = TimeSpan.FromSeconds(10);
    private readonly StageRun _run = new(services);

    /// <summary>Runs it.</summary>
    /// <exception cref="OperationCanceledException">The host stops; the stage runs again elsewhere.</exception>
    public async Task<StageOutcome> RunAsync(StageInput input, CancellationToken hostStops)
    {
        using var span = StageTraces.Span($"stage {input.Stage}", input);
        using var scope = StageTraces.Scope(services.Logger, input);
        var started = services.Time.GetTimestamp();
        var outcome = await RunToEndAsync(input, hostStops);
        services.Metrics.StageRan(input.Stage, outcome, services.Time.GetElapsedTime(started));
        span?.SetTag("transvox.engine", outcome.Engine).SetTag("transvox.reused", outcome.Reused);
        if (outcome.Error is { } error)
            span.Fail(error.Code);
        return outcome;
    }

    private async Task<StageOutcome> RunToEndAsync(StageInput input, CancellationToken hostStops)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(hostStops);
        using var heard = services.Stops.Register(input.JobId, stop);
        try
        {
            await using var ahead = await services.Ahead.TakeAsync(input.JobId, input.Stage, () => _run.KeyOf(input));
            // Before it counts as begun: a host that dies while many wait is not their fault. And before it fetches: a long queue must not
            // bring all of its videos here at once.
            using var turn = ahead is null && MediaSlots.Bounds(input.Stage) ? await services.Media.TakeAsync(input.Stage, stop.Token) : null;
            return await RunInTurnAsync(input, ahead, turn, stop, hostStops);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !hostStops.IsCancellationRequested)
        {
            return StageOutcome.Failed(Stopped());
        }
        finally
        {
            services.Progress.Leave(input.JobId);
        }
    }

    private async Task<StageOutcome> RunInTurnAsync(
        StageInput input, StageAhead? ahead, IDisposable? turn, CancellationTokenSource stop, CancellationToken hostStops)
    {
        ProgressReport first;
        Task<StageManifest?> known;
        try
        {
            // Looked for while the last report is read.
            var stopped = services.Stops.IsRequestedAsync(input.JobId, stop.Token);
            known = _run.FindAsync(input, stop.Token);
            var hasRoom = services.Disk.HasRoom();
            var begin = BeginAsync(input, async () => hasRoom && !await stopped, stop.Token);
            await Task.WhenAll(begin, input.FreesPlace ? services.Places.StartedAsync(input.JobId, stop.Token) : Task.CompletedTask);
            var begun = await begin;
            if (await stopped)
                return await NotBegunAsync(input, Stopped(), stop.Token);
            if (!hasRoom)
                return await NotBegunAsync(input, NoRoom(input), stop.Token);
            if (begun is null)
                return await NotBegunAsync(input, Poison(input), stop.Token);
            first = begun;
            if (input.FreesPlace)
                services.Metrics.Started(services.Time.GetUtcNow() - JobIds.TimeOf(input.JobId));
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) && !stop.IsCancellationRequested)
        {
            return StageOutcome.Failed(Storage(e, input));
        }

        // After a crash nothing but the stage itself runs: poison is counted by stage.
        var outcome = await RunCountedAsync(first.Starts > 1 ? input with { Next = null } : input, known, ahead, turn, first, stop, hostStops) with { Runs = first.Runs };
        // After a success the next report is another stage's, unless the outcome is lost; then starts must not add up over successes.
        if (outcome.Error is not null || first.Starts > 1)
            await EndAttemptAsync(input, first);
        hostStops.ThrowIfCancellationRequested();
        return outcome;
    }

    private async Task<ProgressReport?> BeginAsync(StageInput input, Func<Task<bool>> mayBegin, CancellationToken cancellationToken)
    {
        ProgressReport? first = null;
        await services.Progress.BeginAsync(
            input.JobId,
            async last => first = await mayBegin() ? ProgressReport.Begin(last, input, services.Time.GetUtcNow()) : null,
            cancellationToken);
        return first;
    }

    /// <summary>The run ended before its work began; it is one of the attempt's runs all the same.</summary>
    private async Task<StageOutcome> NotBegunAsync(StageInput input, ActivityError error, CancellationToken cancellationToken)
    {
        var last = await services.Progress.ReadAsync(input.JobId, cancellationToken);
        return StageOutcome.Failed(error) with { Runs = ProgressReport.RunsWith(last, input, services.Time.GetUtcNow()) };
    }

    /// <summary>Anything that is not expected here leaves the count of starts as it is: that is what poison is counted by.</summary>
    private async Task<StageOutcome> RunCountedAsync(
        StageInput input, Task<StageManifest?> known, StageAhead? ahead, IDisposable? turn, ProgressReport first,
        CancellationTokenSource stop, CancellationToken hostStops)
    {
        try
        {
            await using var heartbeat = new StageHeartbeat(services, input, first, stop);
            var outcome = input.Stage == Stage.Fetch
                ? await services.Fetcher.ExecuteAsync(input, heartbeat, stop.Token)
                : await _run.ExecuteAsync(input, known, ahead, turn, heartbeat, stop.Token);
            if (outcome.Error is not null)
                return outcome;
            ActivityLog.StageDone(services.Logger, input.JobId, input.Stage, outcome.Seconds, outcome.Engine, outcome.Reused);
            if (outcome.MediaSeconds is { } seconds)
                await services.Places.DescribeAsync(input.JobId, seconds, stop.Token);
            return outcome;
        }
        catch (StageException e) when (e.Code == ErrorCodes.DiskFull)
        {
            return StageOutcome.Failed(NoRoom(input, e)) with { Use = e.Use };
        }
        catch (StageException e)
        {
            ActivityLog.StageFailed(services.Logger, e, input.JobId, input.Stage, e.Code, e.LogTail);
            return StageOutcome.Failed(ActivityError.From(e)) with { Use = e.Use };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ActivityLog.StageStopped(services.Logger, input.JobId, input.Stage, hostStops.IsCancellationRequested);
            return StageOutcome.Failed(Stopped());
        }
        catch (Exception e) when (DiskFull.Is(e))
        {
            return StageOutcome.Failed(NoRoom(input, e));
        }
        catch (Exception e) when (StorageFailures.IsTransient(e))
        {
            return StageOutcome.Failed(Storage(e, input));
        }
    }

    private async Task EndAttemptAsync(StageInput input, ProgressReport run)
    {
        // Also when the host stops: an orderly stop is no crash.
        using var limit = new CancellationTokenSource(TidyTime, services.Time);
        try
        {
            await services.Progress.EndAsync(input.JobId, run, limit.Token);
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) || e is OperationCanceledException)
        {
            ActivityLog.AttemptNotEnded(services.Logger, e, input.JobId, input.Stage);
        }
    }

    private ActivityError Storage(Exception exception, StageInput input)
    {
        ActivityLog.StorageFailed(services.Logger, exception, input.JobId, input.Stage);
        return new ActivityError(ErrorCodes.StorageUnavailable, "The storage account did not answer. The service tries again by itself.", Retryability.Transient);
    }

    private ActivityError NoRoom(StageInput input, Exception? exception = null)
    {
        ActivityLog.DiskFull(services.Logger, exception, input.JobId, input.Stage, services.Disk.FreeBytes >> 20, services.Disk.MinimumBytes >> 20);
        var error = ActivityError.From(DiskFull.ToException(exception));
        // It has tidied up: if there is room now, the stage itself takes more than there is, and waiting does not help.
        return exception is null || !services.Disk.HasRoom() ? error : error with
        {
            Retry = Retryability.Transient,
            Message = "The stage needs more room than the machine that runs the jobs gives it. Try a shorter video, or have an operator make room and retry the job.",
        };
    }

    private static ActivityError Stopped() => new(ErrorCodes.Cancelled, "The job was stopped.");

    private static ActivityError Poison(StageInput input) => new(
        ErrorCodes.Poison,
        $"The stage {input.Stage} brought its worker down {input.PoisonAfter} times. The job is set aside until an operator releases it.");
}
