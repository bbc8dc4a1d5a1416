namespace TransVox.Pipeline.Stages;

/// <summary>Tells a disk without room from other failures: the stage waits for room instead of failing.</summary>
public static class DiskFull
{
    // ENOSPC and EDQUOT, ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL; .NET keeps the system's number as it is on Unix.
    private static readonly int[] Codes = OperatingSystem.IsWindows() ? [unchecked((int)0x80070027), unchecked((int)0x80070070)] : [28, 122];

    /// <summary>Whether a read or write failed for want of room.</summary>
    public static bool Is(Exception exception) => exception is IOException && Codes.Contains(exception.HResult);

    /// <summary>Whether a program's last lines say so, in the words of the C library.</summary>
    public static bool Says(string? log) => log is not null
        && (log.Contains("No space left on device", StringComparison.OrdinalIgnoreCase) || log.Contains("Disk quota exceeded", StringComparison.OrdinalIgnoreCase));

    /// <summary>The failure of a stage that found no room.</summary>
    public static StageException ToException(Exception? cause = null) => new(
        ErrorCodes.DiskFull,
        "The disk of the machine that runs the jobs is full. Nothing is lost; the job goes on by itself when there is room.",
        Retryability.Busy,
        (cause as StageException)?.ExitCode,
        (cause as StageException)?.LogTail,
        cause);
}
