using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>One dubbing job, from upload to published result. Its instance id is the job's id.</summary>
public sealed class DubbingOrchestrator : TaskOrchestrator<JobRequest, JobStatus>
{
    public const string OrchestratorName = nameof(DubbingOrchestrator);

    public override async Task<JobStatus> RunAsync(TaskOrchestrationContext context, JobRequest input)
    {
        var job = new JobExecution(context, input);
        using var slots = new JobSlots(job);
        var stages = new StageCalls(job, slots);
        var (state, error) = await DubAsync(job, slots, stages);
        await slots.LeaveAllAsync();
        return await EndAsync(job, stages, state, error);
    }

    /// <summary>The job in a straight line; every other ending is a <see cref="JobEndedException"/>.</summary>
    private static async Task<(JobState State, JobError? Error)> DubAsync(JobExecution job, JobSlots slots, StageCalls stages)
    {
        try
        {
            if (job.Request.Rejection is { } rejection)
                throw new JobEndedException(JobState.Rejected, rejection);
            job.ThrowIfCancelled();
            job.Enter(JobState.Validating);
            await stages.RunAsync(Stage.Probe);
            await stages.RunAsync(Stage.Extract);
            await StartAsync(job, slots);
            await stages.RunAsync(Stage.Separate);
            await stages.RunAsync(Stage.Transcribe);
            await TranslateAsync(job, slots, stages);
            await SynthesizeAsync(job, slots, stages);
            await stages.RunAsync(Stage.Mix);
            await stages.RunAsync(Stage.Mux);
            job.ThrowIfCancelled();
            var files = await stages.PublishAsync();
            job.Prepare(s => s with { Outputs = files });
            return (JobState.Completed, null);
        }
        catch (JobEndedException e)
        {
            return (e.State, e.Error);
        }
        catch (Exception e)
        {
            // A bug of ours: the job must still give back what it holds, so it ends here and not in the runtime.
            JobLog.Unexpected(job.Context.CreateReplaySafeLogger(JobLog.Category), e, job.Request.JobId);
            return (JobState.Failed, new JobError(ErrorCodes.Internal, "Something unexpected happened to this job. Retry it.", Retryable: true));
        }
    }

    /// <summary>Waits for what the plan needs: no slot for what does not run.</summary>
    private static async Task StartAsync(JobExecution job, JobSlots slots)
    {
        if (job.RunsAfter(Stage.Extract))
            await slots.AcquireUserAsync();
        if (job.Runs(Stage.Separate) || job.Runs(Stage.Transcribe) || job.RunsOnGpu(Stage.Translate))
            await slots.AcquireGpuAsync();
        else
            slots.Start();
    }

    /// <summary>
    /// Translating by network or CPU must not keep a GPU from others. With a translation that is there already, letting it go
    /// would only cost two operations.
    /// </summary>
    private static async Task TranslateAsync(JobExecution job, JobSlots slots, StageCalls stages)
    {
        var translate = job.Plan(Stage.Translate);
        if (!translate.UsesGpu && !translate.Skip)
            await slots.ReleaseGpuAsync();
        await stages.RunAsync(Stage.Translate);
        if (!job.Request.Review)
            return;
        await slots.ReleaseGpuAsync();
        await slots.ReleaseUserAsync();
        await ReviewAsync(job);
        if (!job.RunsAfter(Stage.Translate))
        {
            job.Enter(JobState.Running);
            return;
        }

        await slots.AcquireUserAsync();
        await slots.AcquireGpuAsync();
    }

    private static async Task SynthesizeAsync(JobExecution job, JobSlots slots, StageCalls stages)
    {
        if (job.RunsOnGpu(Stage.Synthesize) && !slots.HoldsGpu)
            await slots.AcquireGpuAsync();
        await stages.RunAsync(Stage.Synthesize);
        await slots.ReleaseGpuAsync();
    }

    private static async Task ReviewAsync(JobExecution job)
    {
        var deadline = job.Now.AddSeconds(job.Request.Policy.ReviewTimeout);
        job.Enter(JobState.AwaitingReview, s => s with { ReviewOf = job.Artifacts[Artifacts.Translation], ReviewDeadline = deadline });
        using var stop = new CancellationTokenSource();
        var approval = job.Context.WaitForExternalEvent<ReviewApproval>(JobEvents.Approve);
        var timeout = job.Context.CreateTimer(deadline.UtcDateTime, stop.Token);
        await Task.WhenAny(approval, job.CancelAsked, timeout);
        var (approved, cancelled) = (approval.IsCompleted, job.CancelAsked.IsCompleted);
        stop.Cancel();
        if (cancelled)
            throw JobExecution.Cancelled();
        if (!approved)
        {
            throw new JobEndedException(JobState.TimedOut, new JobError(
                ErrorCodes.ReviewTimeout, "Nobody approved the subtitles in time. Retry the job to review them again.", Stage.Translate.ToWire(), Retryable: true));
        }

        if ((await approval).Translation is { } edited)
            job.Add(Artifacts.Translation, edited);
        job.Prepare(s => s with { ReviewOf = null, ReviewDeadline = null });
    }

    private static async Task<JobStatus> EndAsync(JobExecution job, StageCalls stages, JobState state, JobError? error)
    {
        JobStatus Ended(JobStatus s) => s with
        {
            State = state,
            Error = error,
            EndedAt = job.Now,
            Stage = state == JobState.Completed ? null : s.Stage,
            ReviewOf = null,
            ReviewDeadline = null,
            CancelRequested = false,
            Stages = [.. s.Stages.Select(x => x.State == StageState.Running ? x with { State = StageState.Pending, EndedAt = job.Now } : x)],
        };
        var final = Ended(job.Status).Fit();
        await stages.FinishAsync(new FinishInput(new JobRecord(1, job.Request with { Source = job.Source }, final, job.Artifacts)));
        job.Enter(state, _ => final);
        var logger = job.Context.CreateReplaySafeLogger(JobLog.Category);
        JobLog.Ended(logger, job.Request.JobId, state, (job.Now - job.Request.SubmittedAt).TotalSeconds);
        if (state != JobState.Failed)
            return final;
        JobLog.Failed(logger, job.Request.JobId, error?.Stage, error?.Code ?? ErrorCodes.Internal, error?.Message ?? "");
        throw new JobFailedException(error ?? new JobError(ErrorCodes.Internal, "The job failed."));
    }
}
