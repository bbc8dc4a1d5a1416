using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Webhooks;
using TransVox.TestKit;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>
/// When nothing more happens by itself: every job has ended, waits for a person, waits in the queue of an entity that has granted it
/// nothing, or is at an activity that the test holds.
/// </summary>
internal static class JobRest
{
    public static Task UntilAsync(DurableTaskClient client, Func<string, bool> isHeld) =>
        Eventually.IsTrueAsync(
            // Twice: in one look, a job may be seen to wait for another that ends before that one is seen.
            "nothing more happens", async () => await IsReachedAsync(client, isHeld) && await IsReachedAsync(client, isHeld), TimeSpan.FromMinutes(1));

    private static async Task<bool> IsReachedAsync(DurableTaskClient client, Func<string, bool> isHeld)
    {
        await foreach (var instance in client.GetAllInstancesAsync(new OrchestrationQuery(FetchInputsAndOutputs: true)))
        {
            if (!instance.IsCompleted && !instance.InstanceId.StartsWith('@') && !await RestsAsync(client, instance, isHeld))
                return false;
        }

        return true;
    }

    private static async Task<bool> RestsAsync(DurableTaskClient client, OrchestrationMetadata instance, Func<string, bool> isHeld)
    {
        // Who tells webhooks of a job waits for the job.
        if (instance.Name == NotifyOrchestrator.OrchestratorName)
            return await client.GetInstanceAsync(instance.InstanceId[NotifyOrchestrator.IdPrefix.Length..]) is { IsCompleted: false };
        if (instance.ReadCustomStatusAs<JobStatus>() is not { } status || instance.ReadInputAs<JobRequest>() is not { } request)
            return false;
        if (request.Languages.Count > 0 && status is { State: JobState.Running, Stage: null })
            return await WaitsForLanguagesAsync(client, request, status);
        return status.State switch
        {
            JobState.AwaitingReview => true,
            JobState.QueuedUser => await client.Entities.ReadStateAsync<UserSlotsState>(SlotEntities.User(request.UserId), default) is { } user
                && user.Waiting.Any(w => w.Ticket == status.UserTicket),
            JobState.QueuedGpu => await client.Entities.ReadStateAsync<GpuSlotsState>(SlotEntities.Gpu(request.Pool, request.UserId, request.PoolSettings), default) is { } gpu
                && gpu.Waiting.Any(w => w.Ticket == status.GpuTicket),
            _ => isHeld(request.JobId),
        };
    }

    /// <summary>All are there, some have not ended, and the job knows of those that have.</summary>
    private static async Task<bool> WaitsForLanguagesAsync(DurableTaskClient client, JobRequest request, JobStatus status)
    {
        var ended = 0;
        foreach (var language in request.Languages)
        {
            if (await client.GetInstanceAsync(language.JobId) is not { } instance)
                return false;
            ended += instance.IsCompleted ? 1 : 0;
        }

        return ended < request.Languages.Count && ended == status.Languages.Count;
    }
}
