using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>What every job has: slots that it gives back, a record, and one ending. Its instance id is the job's id.</summary>
public abstract class JobOrchestrator : TaskOrchestrator<JobRequest, JobStatus>
{
    public sealed override async Task<JobStatus> RunAsync(TaskOrchestrationContext context, JobRequest input)
    {
        if (input.Ended is { } ended)
        {
            context.SetCustomStatus(ended);
            return ended.State == JobState.Failed ? throw FailedBy(ended.Error) : ended;
        }

        var job = new JobExecution(context, input);
        using var slots = new JobSlots(job);
        var stages = new StageCalls(job, slots);
        var (state, error) = await CompleteAsync(job, slots, stages);
        await slots.LeaveAllAsync();
        return await EndAsync(job, stages, state, error);
    }

    /// <summary>The job in a straight line to its published files; every other ending is a <see cref="JobEndedException"/>.</summary>
    private protected abstract Task<IReadOnlyList<PublishedFile>> WorkAsync(JobExecution job, JobSlots slots, StageCalls stages);

    /// <summary>What does not depend on the language to dub into, with the wait for the slots that the plan needs: none for what does not run.</summary>
    private protected static async Task PrepareAsync(JobExecution job, JobSlots slots, StageCalls stages)
    {
        job.Enter(JobState.Validating);
        if (job.Fetches)
            await stages.RunAsync(Stage.Fetch);
        await stages.RunAsync(Stage.Probe, Stage.Extract);
        await stages.RunAsync(Stage.Extract);
        if (job.RunsAfter(Stage.Extract))
            await slots.AcquireUserAsync();
        if (job.Runs(Stage.Separate) || job.Runs(Stage.Transcribe) || job.RunsOnGpu(Stage.Translate))
            await slots.AcquireGpuAsync();
        else
            slots.Start();
        await stages.RunAsync(Stage.Separate, Stage.Transcribe);
        await stages.RunAsync(Stage.Transcribe, Stage.Translate);
    }

    private async Task<(JobState State, JobError? Error)> CompleteAsync(JobExecution job, JobSlots slots, StageCalls stages)
    {
        try
        {
            if (job.Request.Rejection is { } rejection)
                throw new JobEndedException(JobState.Rejected, rejection);
            job.ThrowIfCancelled();
            var files = await WorkAsync(job, slots, stages);
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

    private static async Task<JobStatus> EndAsync(JobExecution job, StageCalls stages, JobState state, JobError? error)
    {
        var movedBy = state == JobState.Cancelled ? job.MovedBy : null;
        if (movedBy is not null)
            error = new JobError(ErrorCodes.Cancelled, "An operator moved the job to another service.");
        JobStatus Ended(JobStatus s) => s with
        {
            MovedBy = movedBy,
            State = state,
            Error = error,
            EndedAt = job.Now,
            Stage = state == JobState.Completed ? null : s.Stage,
            ReviewOf = null,
            ReviewWith = null,
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
        throw FailedBy(error);
    }

    private static JobFailedException FailedBy(JobError? error) => new(error ?? new JobError(ErrorCodes.Internal, "The job failed."));
}
