namespace TransVox.Cli;

/// <summary>What a job's state means to whoever waits for it.</summary>
internal static class JobStates
{
    public static bool HasEnded(this JobView job) => job.State.IsEnd();

    public static bool IsEnd(this JobState state) =>
        state is JobState.Completed or JobState.Failed or JobState.Cancelled or JobState.TimedOut or JobState.Rejected;

    public static bool IsCompleted(this JobView job) => job.State == JobState.Completed;
}
