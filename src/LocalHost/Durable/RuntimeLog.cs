namespace TransVox.LocalHost.Durable;

/// <summary>Log messages of the embedded runtime, ids 7000 to 7099.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(7000, LogLevel.Information, "Durable store {Path} is open: {Instances} active instances, {Activities} activities to run again, {Timers} timers.")]
    public static partial void Started(ILogger log, string path, int instances, int activities, int timers);

    [LoggerMessage(7001, LogLevel.Information, "Durable store closed.")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(7002, LogLevel.Warning, "Activities did not end within {Grace} of the stop; they run again after the next start.")]
    public static partial void ActivitiesLeft(ILogger log, TimeSpan grace);

    [LoggerMessage(7010, LogLevel.Critical, "The durable runtime cannot go on and has stopped the host; what was committed is safe and continues after a restart.")]
    public static partial void Fatal(ILogger log, Exception exception);

    [LoggerMessage(7020, LogLevel.Warning, "Activity {Activity} of {InstanceId} threw.")]
    public static partial void ActivityFailed(ILogger log, Exception exception, string activity, string instanceId);

    [LoggerMessage(7021, LogLevel.Error, "Orchestration {InstanceId} ({Orchestrator}) failed: {Failure}")]
    public static partial void OrchestrationFailed(ILogger log, string instanceId, string orchestrator, string? failure);

    [LoggerMessage(7022, LogLevel.Warning, "Operation {Operation} of entity {Entity} threw; its state is unchanged.")]
    public static partial void EntityOperationFailed(ILogger log, Exception exception, string operation, string entity);

    [LoggerMessage(7030, LogLevel.Warning, "The store's log could not be moved into the database now; it is tried again.")]
    public static partial void CheckpointFailed(ILogger log, Exception exception);

    [LoggerMessage(7031, LogLevel.Warning, "{Bytes} bytes for the store's log could not be reserved: the disk is almost full.")]
    public static partial void LogNotReserved(ILogger log, Exception exception, int bytes);
}
