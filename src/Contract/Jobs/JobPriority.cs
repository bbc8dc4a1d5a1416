namespace TransVox.Contract;

/// <summary>Priority among jobs; counts only when <c>concurrency.enable_priority</c> is set.</summary>
public enum JobPriority
{
    Low = -1,
    Normal = 0,
    High = 1,
}
