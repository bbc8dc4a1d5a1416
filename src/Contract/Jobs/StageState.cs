namespace TransVox.Contract;

public enum StageState
{
    Pending,
    Running,
    Completed,
    Failed,

    /// <summary>Not needed for this job.</summary>
    Skipped,
}
