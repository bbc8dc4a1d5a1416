using Microsoft.Extensions.Logging;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Log messages of maintenance.</summary>
internal static partial class MaintenanceLog
{
    [LoggerMessage(EventId = 4301, Level = LogLevel.Warning, Message = "Reaper: {Returned} leases or places returned, {Resent} grants sent again, {Freed} places in the ledger freed")]
    public static partial void Reaped(ILogger logger, int returned, int resent, int freed);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Information, Message = "Retention: {Blobs} blobs deleted, {Instances} ended jobs purged")]
    public static partial void Retained(ILogger logger, int blobs, int instances);

    [LoggerMessage(EventId = 4303, Level = LogLevel.Information, Message = "The configuration file changed: its limits are in force as version {Version}")]
    public static partial void FileLimitsApplied(ILogger logger, long version);

    [LoggerMessage(EventId = 4304, Level = LogLevel.Warning, Message = "Limits of version {Version} are not in force after {Seconds} s: a semaphore does not answer yet. They will be when it does")]
    public static partial void LimitsLate(ILogger logger, long version, double seconds);
}
