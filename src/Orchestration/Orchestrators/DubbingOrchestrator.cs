using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>One video into one language, from upload to published result.</summary>
public sealed class DubbingOrchestrator : JobOrchestrator
{
    public const string OrchestratorName = nameof(DubbingOrchestrator);

    private protected override async Task<IReadOnlyList<PublishedFile>> WorkAsync(JobExecution job, JobSlots slots, StageCalls stages)
    {
        await PrepareAsync(job, slots, stages);
        await TranslateAsync(job, slots, stages);
        await SynthesizeAsync(job, slots, stages);
        await stages.RunAsync(Stage.Mix, Stage.Mux);
        await stages.RunAsync(Stage.Mux);
        job.ThrowIfCancelled();
        return await stages.PublishAsync();
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
        var waits = job.Request.Review || (job.RunsOnGpu(Stage.Synthesize) && !slots.HoldsGpu);
        await stages.RunAsync(Stage.Translate, waits ? null : Stage.Synthesize);
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
        await stages.RunAsync(Stage.Synthesize, Stage.Mix);
        await slots.ReleaseGpuAsync();
    }

    private static async Task ReviewAsync(JobExecution job)
    {
        var deadline = job.Now.AddSeconds(job.Request.Policy.ReviewTimeout);
        var with = job.Artifacts.Where(a => JobStatus.ReviewArtifacts.Contains(a.Key)).ToDictionary();
        job.Enter(JobState.AwaitingReview, s => s with { ReviewOf = job.Artifacts[Artifacts.Translation], ReviewWith = with, ReviewDeadline = deadline });
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
        job.Prepare(s => s with { ReviewOf = null, ReviewWith = null, ReviewDeadline = null });
    }
}
