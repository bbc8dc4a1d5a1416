using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>Log messages of the engine, ids 7000 to 7099, and those that every worker of Durable Task writes, under its ids and names.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(7000, LogLevel.Information, "Durable store {Path} is open: {Instances} active instances, {Activities} activities to run again, {Timers} timers.")]
    public static partial void Started(ILogger log, string path, int instances, int activities, int timers);

    [LoggerMessage(7001, LogLevel.Information, "Durable store closed.")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(7002, LogLevel.Warning, "Activities did not end within {Grace} of the stop; they run again after the next start.")]
    public static partial void ActivitiesLeft(ILogger log, TimeSpan grace);

    [LoggerMessage(7003, LogLevel.Warning, "Orchestration {InstanceId} ({Orchestrator}) waits for another worker: {Reason}")]
    public static partial void NotForThisWorker(ILogger log, string instanceId, string orchestrator, string reason);

    [LoggerMessage(7010, LogLevel.Critical, "The durable engine cannot go on and has stopped the host; what was committed is safe and continues after a restart.")]
    public static partial void Fatal(ILogger log, Exception exception);

    [LoggerMessage(7021, LogLevel.Error, "Orchestration {InstanceId} ({Orchestrator}) failed: {Failure}")]
    public static partial void Failed(ILogger log, string instanceId, string orchestrator, string? failure);

    [LoggerMessage(7030, LogLevel.Warning, "The store's log could not be moved into the database now; it is tried again.")]
    public static partial void CheckpointFailed(ILogger log, Exception exception);

    [LoggerMessage(7031, LogLevel.Warning, "{Bytes} bytes for the store's log could not be reserved: the disk is almost full.")]
    public static partial void LogNotReserved(ILogger log, Exception exception, int bytes);

    [LoggerMessage(7032, LogLevel.Critical, "The store cannot be written: the disk is full or read-only. Nothing is lost; everything waits and goes on by itself when the disk takes writes again.")]
    public static partial void DiskRefusesWrites(ILogger log, Exception exception);

    [LoggerMessage(7033, LogLevel.Warning, "The disk takes writes again; the durable engine goes on.")]
    public static partial void DiskTakesWrites(ILogger log);

    [LoggerMessage(15, LogLevel.Error, "Unhandled exception in entity operation {EntityInstanceId}/{OperationName}; its state is unchanged.")]
    public static partial void OperationError(ILogger log, Exception exception, string entityInstanceId, string operationName);

    [LoggerMessage(55, LogLevel.Information, "{InstanceId}: evaluating the retry handler for failed '{Name}' task, attempt {Attempt}.")]
    public static partial void RetryingTask(ILogger log, string instanceId, string name, int attempt);

    [LoggerMessage(600, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' started.")]
    public static partial void OrchestrationStarted(ILogger log, string instanceId, string name);

    [LoggerMessage(601, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' completed.")]
    public static partial void OrchestrationCompleted(ILogger log, string instanceId, string name);

    [LoggerMessage(602, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' failed.")]
    public static partial void OrchestrationFailed(ILogger log, Exception? exception, string instanceId, string name);

    [LoggerMessage(603, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' started.")]
    public static partial void ActivityStarted(ILogger log, string instanceId, string name);

    [LoggerMessage(604, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' completed.")]
    public static partial void ActivityCompleted(ILogger log, string instanceId, string name);

    [LoggerMessage(605, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' failed.")]
    public static partial void ActivityFailed(ILogger log, Exception exception, string instanceId, string name);
}
