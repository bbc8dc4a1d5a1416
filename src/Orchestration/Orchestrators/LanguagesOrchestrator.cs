using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>
/// One video into several languages: what they share runs once, then each goes on as a job of its own, with its own review, cancel and retry.
/// In the end what they came to is joined, if that was asked for.
/// </summary>
public sealed class LanguagesOrchestrator : JobOrchestrator
{
    public const string OrchestratorName = nameof(LanguagesOrchestrator);

    private protected override async Task<IReadOnlyList<PublishedFile>> WorkAsync(JobExecution job, JobSlots slots, StageCalls stages)
    {
        await PrepareAsync(job, slots, stages);
        // Its languages need the slots.
        await slots.ReleaseGpuAsync();
        await slots.ReleaseUserAsync();
        var languages = new LanguageCalls(job, stages);
        await languages.RunAsync();
        job.ThrowIfCancelled();
        var completed = languages.Completed();
        if (job.Runs(Stage.Mux))
        {
            await slots.AcquireUserAsync();
            slots.Start();
            await languages.CollectAsync(completed);
            await stages.RunAsync(Stage.Mux);
        }

        job.ThrowIfCancelled();
        return await stages.PublishAsync();
    }
}
