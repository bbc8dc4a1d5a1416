using Microsoft.Extensions.Logging;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>Log messages of orchestrators.</summary>
internal static partial class JobLog
{
    public const string Category = "TransVox.Job";

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Job {JobId} ended as {State} after {Seconds:0.0} s")]
    public static partial void Ended(ILogger logger, string jobId, JobState state, double seconds);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "Job {JobId} failed at stage {Stage}: {Code}: {Reason}")]
    public static partial void Failed(ILogger logger, string jobId, Contract.Dubbing.Stage? stage, string code, string reason);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "Job {JobId}: stage {Stage} failed with {Code}; it runs again in {Delay:0.0} s")]
    public static partial void StageRetry(ILogger logger, string jobId, Stage stage, string code, double delay);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "Job {JobId} could not be tidied up (attempt {Attempt}): {Problem}")]
    public static partial void FinishFailed(ILogger logger, string jobId, int attempt, string problem);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Error, Message = "Job {JobId} met an error that nobody expected")]
    public static partial void Unexpected(ILogger logger, Exception exception, string jobId);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Information, Message = "Job {JobId} got a slot of pool {Pool} after {Seconds:0.0} s")]
    public static partial void Leased(ILogger logger, string jobId, string pool, double seconds);
}
