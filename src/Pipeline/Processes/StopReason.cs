namespace TransVox.Pipeline.Processes;

/// <summary>Why a program was stopped from outside.</summary>
internal enum StopReason
{
    Cancelled,
    TimeLimit,
    OutputLimit,
    DirectoryLimit,
    MemoryLimit,
}
