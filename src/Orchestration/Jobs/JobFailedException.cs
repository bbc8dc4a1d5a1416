namespace TransVox.Orchestration.Jobs;

/// <summary>
/// Ends the orchestration of a job that failed, so that it counts as failed for whoever watches the runtime too; the job's own
/// status was set before.
/// </summary>
public sealed class JobFailedException(JobError error) : Exception($"{error.Code}: {error.Message}")
{
    public JobError Error { get; } = error;
}
