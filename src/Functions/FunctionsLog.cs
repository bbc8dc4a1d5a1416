using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Intake;

namespace TransVox.Functions;

/// <summary>Log messages of this host. The names are used by the alerts and the workbook in <c>infra/</c>.</summary>
public static partial class FunctionsLog
{
    [LoggerMessage(EventId = 6001, EventName = "PoisonBlob", Level = LogLevel.Error, Message = "Upload {Path} was given up after repeated failures; see {Record} in the system container")]
    public static partial void PoisonBlob(ILogger logger, string path, string record);

    [LoggerMessage(EventId = 6002, EventName = "BlobHandled", Level = LogLevel.Information, Message = "Upload {Path}: {Result}, job {JobId}")]
    public static partial void BlobHandled(ILogger logger, string path, IntakeResult result, string? jobId);

    [LoggerMessage(EventId = 6003, EventName = "QueueMeasured", Level = LogLevel.Information, Message = "Pool {Pool}: {Waiting} jobs wait, the longest for {OldestSeconds:0} s; {InUse} of {Capacity} slots in use")]
    public static partial void QueueMeasured(ILogger logger, string pool, int waiting, double oldestSeconds, int inUse, int capacity);

    [LoggerMessage(EventId = 6004, EventName = "SlotsReaped", Level = LogLevel.Warning, Message = "The reaper returned {Returned} leases, sent {Resent} grants again and freed {Places} places; {Checked} leases checked")]
    public static partial void SlotsReaped(ILogger logger, int returned, int resent, int places, int @checked);
}
