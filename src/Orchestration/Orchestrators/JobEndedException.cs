namespace TransVox.Orchestration.Orchestrators;

/// <summary>Leaves the straight line of the orchestrator for one of the other endings; never leaves the orchestrator itself.</summary>
internal sealed class JobEndedException(JobState state, JobError error) : Exception(error.Message)
{
    public JobState State { get; } = state;

    public JobError Error { get; } = error;
}
