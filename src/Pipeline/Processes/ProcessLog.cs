using Microsoft.Extensions.Logging;

namespace TransVox.Pipeline.Processes;

/// <summary>Log messages of the process runner.</summary>
internal static partial class ProcessLog
{
    [LoggerMessage(2001, LogLevel.Debug, "Started {Program} as process {ProcessId}")]
    public static partial void Started(ILogger logger, string program, int processId);

    [LoggerMessage(2002, LogLevel.Debug, "{Program} ended with {ExitCode} after {Elapsed}")]
    public static partial void Ended(ILogger logger, string program, int exitCode, TimeSpan elapsed);

    [LoggerMessage(2003, LogLevel.Information, "Stopping {Program}, process {ProcessId}: {Reason}")]
    public static partial void Stopping(ILogger logger, string program, int processId, StopReason reason);

    [LoggerMessage(2004, LogLevel.Information, "{Program} left {Count} processes behind; killed them")]
    public static partial void KilledLeftovers(ILogger logger, string program, int count);

    [LoggerMessage(2005, LogLevel.Warning, "Killed {Count} processes of a service that no longer runs")]
    public static partial void KilledOrphans(ILogger logger, int count);

    [LoggerMessage(2006, LogLevel.Error, "{Count} processes of {Program} survived being killed")]
    public static partial void Survived(ILogger logger, string program, int count);

    [LoggerMessage(2007, LogLevel.Information, "Programs run in a sandbox (bubblewrap)")]
    public static partial void Sandboxed(ILogger logger);

    [LoggerMessage(2008, LogLevel.Warning, "Programs run without a sandbox: {Reason}")]
    public static partial void NotSandboxed(ILogger logger, string reason);
}
