using System.Text.Json;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Services;

/// <summary>From instance metadata to a job. Pure.</summary>
public static class JobSnapshots
{
    /// <summary>The job, or null when the instance is none.</summary>
    public static JobSnapshot? From(OrchestrationMetadata instance)
    {
        if (JobIds.UserOf(instance.InstanceId) is null || Read<JobRequest>(instance.SerializedInput) is not { } request)
            return null;
        var status = Read<JobStatus>(instance.SerializedCustomStatus) ?? new JobStatus
        {
            State = JobState.Received,
            Stages = [.. request.Plan.Select(p => new StageStatus(p.Stage, p.Skip ? StageState.Skipped : StageState.Pending))],
        };
        if (instance.IsCompleted && !JobTransitions.IsTerminal(status.State))
            status = EndedFromOutside(instance, status);
        return new JobSnapshot(request with { Source = status.Fetched ?? request.Source }, status, instance.LastUpdatedAt);
    }

    /// <summary>The runtime says that it ended, the job never did: somebody terminated it, or it met a bug.</summary>
    private static JobStatus EndedFromOutside(OrchestrationMetadata instance, JobStatus status)
    {
        var error = instance.RuntimeStatus == OrchestrationRuntimeStatus.Terminated
            ? new JobError(ErrorCodes.Terminated, "An operator ended this job. Retry it.", status.Stage?.ToWire(), Retryable: true)
            : new JobError(ErrorCodes.Internal, "Something unexpected happened to this job. Retry it.", status.Stage?.ToWire(), Retryable: true);
        return status with { State = JobState.Failed, Error = error, EndedAt = instance.LastUpdatedAt };
    }

    private static T? Read<T>(string? json)
        where T : class => string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<T>(json, DurableJson.Options);
}
