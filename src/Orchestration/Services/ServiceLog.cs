using Microsoft.Extensions.Logging;

namespace TransVox.Orchestration.Services;

/// <summary>Log messages of the services.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(EventId = 4401, Level = LogLevel.Warning, Message = "The place of job {JobId} in the queue could not be renewed; it is tried again")]
    public static partial void RenewalFailed(ILogger logger, Exception exception, string jobId);

    [LoggerMessage(EventId = 4402, Level = LogLevel.Information, Message = "A line of job {JobId} was spoken to be heard in {Seconds:0.00} s by {Engine}")]
    public static partial void LineSpoken(ILogger logger, string jobId, double seconds, string engine);
}
