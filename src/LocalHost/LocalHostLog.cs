namespace TransVox.LocalHost;

/// <summary>Log messages of the one-machine host, event ids 5000–5099.</summary>
internal static partial class LocalHostLog
{
    [LoggerMessage(5000, LogLevel.Warning, "The input container could not be listed; uploads wait in it")]
    public static partial void WatcherFailed(ILogger logger, Exception exception);

    [LoggerMessage(5001, LogLevel.Error, "Blob '{Blob}' could not be taken; it is tried again")]
    public static partial void IntakeFailed(ILogger logger, Exception exception, string blob);

    [LoggerMessage(5002, LogLevel.Error, "{Task} failed; it runs again")]
    public static partial void PeriodicTaskFailed(ILogger logger, Exception exception, string task);

    [LoggerMessage(5003, LogLevel.Information, "TransVox listens on {Addresses}; data in {DataDirectory}; development identity {DevIdentity}")]
    public static partial void Started(ILogger logger, string addresses, string dataDirectory, string devIdentity);

    [LoggerMessage(5004, LogLevel.Information, "The upload of {JobId} died with the last process; its place in the queue is free")]
    public static partial void PlaceFreed(ILogger logger, string jobId);

    [LoggerMessage(5005, LogLevel.Information, "There is no sample to show: {Reason} It is tried again at the next start; sample:enabled switches it off")]
    public static partial void NoSample(ILogger logger, string reason);

    [LoggerMessage(5006, LogLevel.Warning, "The sample could not be looked after; it is tried again at the next start")]
    public static partial void SampleFailed(ILogger logger, Exception exception);
}
