using Microsoft.Extensions.Logging;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Log messages of activities.</summary>
internal static partial class ActivityLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "Job {JobId}: heartbeat of stage {Stage} could not reach the storage account")]
    public static partial void HeartbeatFailed(ILogger logger, Exception exception, string jobId, Stage stage);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Job {JobId}: stage {Stage} failed with {Code}. Last lines: {LogTail}")]
    public static partial void StageFailed(ILogger logger, Exception exception, string jobId, Stage stage, string code, string? logTail);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Information, Message = "Job {JobId}: stage {Stage} was stopped (host stops: {HostStops})")]
    public static partial void StageStopped(ILogger logger, string jobId, Stage stage, bool hostStops);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Warning, Message = "Job {JobId}: storage did not serve stage {Stage}")]
    public static partial void StorageFailed(ILogger logger, Exception exception, string jobId, Stage stage);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Warning, Message = "Job {JobId}: the end of stage {Stage} could not be noted; the start counts as a crash")]
    public static partial void AttemptNotEnded(ILogger logger, Exception exception, string jobId, Stage stage);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Warning, Message = "Job {JobId}: {Step} failed")]
    public static partial void StepFailed(ILogger logger, Exception exception, string jobId, string step);

    [LoggerMessage(EventId = 4107, Level = LogLevel.Information, Message = "Removed {Count} directories that stopped processes left behind")]
    public static partial void StaleRemoved(ILogger logger, int count);

    [LoggerMessage(EventId = 4110, Level = LogLevel.Warning, Message = "Job {JobId}: stage {Stage} found no room on the disk: {FreeMb} MB are free now, {NeededMb} MB needed")]
    public static partial void DiskFull(ILogger logger, Exception? exception, string jobId, Stage stage, long freeMb, long neededMb);

    [LoggerMessage(EventId = 4109, Level = LogLevel.Warning, Message = "User {UserId}: the removal of what is there failed for now")]
    public static partial void UserNotErased(ILogger logger, Exception exception, string userId);

    [LoggerMessage(EventId = 4108, Level = LogLevel.Information, Message = "Job {JobId}: stage {Stage} took {Seconds:0.0} s on {Engine} (reused: {Reused})")]
    public static partial void StageDone(ILogger logger, string jobId, Stage stage, double seconds, string? engine, bool reused);
}
