namespace TransVox.Contract;

/// <summary>As what somebody acted on a job.</summary>
public enum TimelineRole
{
    /// <summary>The job's own user.</summary>
    Owner,

    /// <summary>Another person with the rights of an administrator.</summary>
    Operator,
}
