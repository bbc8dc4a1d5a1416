using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>Runs activities with cancellation and the retries that their errors allow.</summary>
internal sealed class StageCalls(JobExecution job, JobSlots slots)
{
    private bool _placeFreed;

    /// <summary>Runs a stage to its end, or throws how the job ends instead.</summary>
    /// <param name="stage">The stage; one that the plan skips is not run.</param>
    /// <param name="next">The one that the caller runs after it with nothing to wait for in between.</param>
    public async Task RunAsync(Stage stage, Stage? next = null)
    {
        var plan = job.Plan(stage);
        if (plan.Skip)
            return;
        var reduced = false;
        var failures = 0;
        DateTimeOffset? busySince = null;
        while (true)
        {
            job.ThrowIfCancelled();
            job.UpdateStage(stage, isCurrent: true, s => s with
            {
                State = StageState.Running,
                StartedAt = s.StartedAt ?? job.Now,
                Attempts = s.Attempts + 1,
            });
            var outcome = await CallAsync(stage, reduced, next);
            Count(stage, outcome.Use);
            if (outcome.Error is not { } error)
            {
                Done(stage, outcome);
                return;
            }

            // Whoever asked for it wrote the marker first, and may have died before raising the event.
            if (error.Code == ErrorCodes.Cancelled)
                throw JobExecution.Cancelled();
            busySince = error.Retry == Retryability.Busy ? busySince ?? job.Now : null;
            var busy = busySince is { } since ? (job.Now - since).TotalSeconds : 0;
            var decision = StageRetryPolicy.Decide(error, failures, reduced, busy, PolicyOf(stage, error), job.NextJitter());
            (failures, reduced) = (decision.Attempts, decision.Reduced);
            if (!decision.Retry)
                throw Failed(stage, error);
            await WaitAsync(stage, error, decision.Delay);
        }
    }

    /// <summary>Waiting to be fetched is waiting in a queue, not for a device; a full disk is no fault of the job, however long it takes
    /// to be seen to, and a look now and then keeps the history short.</summary>
    private JobPolicy PolicyOf(Stage stage, ActivityError error)
    {
        var policy = job.Request.Policy;
        if (error.Code == ErrorCodes.DiskFull)
            return policy with { MaxBusy = double.PositiveInfinity, BusyDelay = policy.MaxDelay };
        return stage == Stage.Fetch ? policy with { MaxBusy = policy.QueueTimeout } : policy;
    }

    /// <summary>Puts the results where their owner finds them.</summary>
    public async Task<IReadOnlyList<PublishedFile>> PublishAsync()
    {
        var request = job.Request;
        // Of text in several languages, what they share is a transcript.
        var options = job.Options.TargetLanguages is not null && job.Options.IsTextOnly() ? job.Options with { Output = OutputKind.Transcript } : job.Options;
        var input = new PublishInput(request.JobId, request.UserId, request.FileName, job.Artifacts, options);
        return (await StepAsync<PublishOutcome>(ActivityNames.Publish, input)).Files ?? [];
    }

    /// <summary>Runs an activity that is no stage, with the retries that its errors allow.</summary>
    public async Task<TOutcome> StepAsync<TOutcome>(string activity, object input)
        where TOutcome : IStepOutcome
    {
        for (var failures = 0; ;)
        {
            ActivityError error;
            try
            {
                var outcome = await job.Context.CallActivityAsync<TOutcome>(activity, input);
                if (outcome.Error is null)
                    return outcome;
                error = outcome.Error;
            }
            catch (TaskFailedException e)
            {
                error = Crash(e);
            }

            var decision = StageRetryPolicy.Decide(error, failures, false, 0, job.Request.Policy, job.NextJitter());
            failures = decision.Attempts;
            if (!decision.Retry)
                throw Failed(job.Request.Plan.Last(p => !p.Skip).Stage, error);
            await job.PauseAsync(decision.Delay);
        }
    }

    /// <summary>
    /// Writes the record and tidies up. What a job ended with does not depend on it, so it is tried often and then left to
    /// retention and the reaper.
    /// </summary>
    public async Task FinishAsync(FinishInput input)
    {
        const int maxAttempts = 10;
        for (var attempt = 1; attempt <= maxAttempts; attempt++)
        {
            string problem;
            try
            {
                var outcome = await job.Context.CallActivityAsync<FinishOutcome>(ActivityNames.Finish, input);
                if (outcome.Error is null)
                    return;
                problem = outcome.Error.Message;
            }
            catch (TaskFailedException e)
            {
                problem = e.Message;
            }

            JobLog.FinishFailed(job.Context.CreateReplaySafeLogger(JobLog.Category), job.Request.JobId, attempt, problem);
            var delay = Math.Min(300, job.Request.Policy.FirstDelay * Math.Pow(2, attempt - 1));
            await job.Context.CreateTimer(TimeSpan.FromSeconds(delay), CancellationToken.None);
        }
    }

    private Task WaitAsync(Stage stage, ActivityError error, double delay)
    {
        JobLog.StageRetry(job.Context.CreateReplaySafeLogger(JobLog.Category), job.Request.JobId, stage, error.Code, delay);
        return job.PauseAsync(delay);
    }

    private async Task<StageOutcome> CallAsync(Stage stage, bool reduced, Stage? next)
    {
        // The place in the ledger is given back by the first activity after the wait for slots; a language's job never had one.
        var frees = slots.Started && !_placeFreed && job.Request.ParentId is null;
        var activity = job.Context.CallActivityAsync<StageOutcome>(
            ActivityNames.Of(stage), job.InputOf(stage, slots.GpuTicket, frees, reduced, next));
        if (await Task.WhenAny(activity, job.CancelAsked) != activity)
            await StopAsync(activity);
        try
        {
            var outcome = await activity;
            _placeFreed |= frees;
            return outcome;
        }
        catch (TaskFailedException e)
        {
            return StageOutcome.Failed(Crash(e));
        }
    }

    /// <summary>
    /// The activity sees the cancel marker at its next heartbeat and stops its programs. The job keeps its lease until then, so
    /// that nobody gets a device that is still in use; but a machine that died must not hold it for ever.
    /// </summary>
    private async Task StopAsync(Task<StageOutcome> activity)
    {
        job.Update(s => s with { CancelRequested = true });
        using var stop = new CancellationTokenSource();
        var grace = job.Context.CreateTimer(TimeSpan.FromSeconds(job.Request.Policy.CancelGrace), stop.Token);
        if (await Task.WhenAny(activity, grace) == activity)
            stop.Cancel();
        throw JobExecution.Cancelled();
    }

    /// <summary>What every attempt used, those that failed too.</summary>
    private void Count(Stage stage, EngineUse? use)
    {
        if (use is not null)
            job.Prepare(s => s with { Stages = [.. s.Stages.Select(x => x.Stage == stage ? x with { Use = use.Plus(x.Use) } : x)] });
    }

    private void Done(Stage stage, StageOutcome outcome)
    {
        foreach (var (name, artifact) in outcome.Artifacts ?? new Dictionary<string, ArtifactRef>())
            job.Add(name, artifact);
        if (outcome.Fetched is { } fetched)
            job.Source = fetched;
        if (outcome.SourceSha256 is { } hash)
            job.Source = job.Source with { Sha256 = hash };
        job.Prepare(s => s with
        {
            Fetched = outcome.Fetched ?? s.Fetched,
            MediaSeconds = outcome.MediaSeconds ?? s.MediaSeconds,
            Language = outcome.Language ?? s.Language,
            Warnings = [.. s.Warnings, .. outcome.Warnings ?? []],
            Quality = outcome.Quality ?? s.Quality,
        });
        job.UpdateStage(stage, isCurrent: false, s => s with
        {
            State = StageState.Completed,
            EndedAt = job.Now,
            Seconds = outcome.Seconds,
            Reused = outcome.Reused,
            Engine = outcome.Engine,
        });
    }

    private JobEndedException Failed(Stage stage, ActivityError error)
    {
        job.UpdateStage(stage, isCurrent: true, s => s with { State = StageState.Failed, EndedAt = job.Now });
        var rejected = job.Status.State == JobState.Validating && error.Retry == Retryability.Never && error.Code != ErrorCodes.Poison;
        return new JobEndedException(
            rejected ? JobState.Rejected : JobState.Failed,
            new JobError(error.Code, error.Message, stage.ToWire(), Retryable: error.Retry != Retryability.Never));
    }

    private static ActivityError Crash(TaskFailedException exception) =>
        new(ErrorCodes.Internal, "The stage stopped unexpectedly.", Retryability.Transient, exception.Message);
}
