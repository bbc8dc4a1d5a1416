using Microsoft.Extensions.Logging;

namespace TransVox.Orchestration.Intake;

/// <summary>Log messages of the intake.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(EventId = 4201, Level = LogLevel.Debug, Message = "Blob '{Path}' starts no job by itself")]
    public static partial void Ignored(ILogger logger, string path);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Information, Message = "Blob '{Path}' became job {JobId}: {Result}")]
    public static partial void Taken(ILogger logger, string path, string jobId, IntakeResult result);
}
