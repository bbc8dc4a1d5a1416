using Microsoft.Extensions.Logging;

namespace TransVox.Api.Dispatch;

/// <summary>The API's log messages, event ids 5000 to 5099.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(5000, LogLevel.Error, "{Endpoint} failed with an unforeseen error; trace {TraceId}")]
    public static partial void Unforeseen(ILogger logger, Exception exception, string endpoint, string traceId);

    [LoggerMessage(5001, LogLevel.Warning, "{Endpoint}: the storage does not answer; trace {TraceId}")]
    public static partial void StorageAway(ILogger logger, Exception exception, string endpoint, string traceId);

    [LoggerMessage(5002, LogLevel.Debug, "{Endpoint} refused with {Code}; trace {TraceId}")]
    public static partial void Refused(ILogger logger, string endpoint, string code, string traceId);

    [LoggerMessage(5003, LogLevel.Debug, "{Endpoint}: the client went away")]
    public static partial void ClientWentAway(ILogger logger, string endpoint);

    [LoggerMessage(5004, LogLevel.Warning, "An identity was refused: {Reason}")]
    public static partial void IdentityRefused(ILogger logger, string reason);

    [LoggerMessage(5005, LogLevel.Information, "Event stream of job {JobId} was cut off: the client does not read")]
    public static partial void SlowReader(ILogger logger, string jobId);

    [LoggerMessage(5006, LogLevel.Error, "Event stream of job {JobId} broke off")]
    public static partial void StreamBroke(ILogger logger, Exception exception, string jobId);

    [LoggerMessage(5007, LogLevel.Warning, "The metadata of the identity provider cannot be loaded")]
    public static partial void ProviderAway(ILogger logger, Exception exception);

    [LoggerMessage(5008, LogLevel.Warning, "Health probe {Probe} failed")]
    public static partial void ProbeFailed(ILogger logger, Exception exception, string probe);

    [LoggerMessage(5009, LogLevel.Information, "API key {KeyId} for {UserId} was created by {By} (administrator: {Admin})")]
    public static partial void KeyCreated(ILogger logger, string keyId, string userId, string by, bool admin);

    [LoggerMessage(5010, LogLevel.Information, "API key {KeyId} was revoked by {By}")]
    public static partial void KeyRevoked(ILogger logger, string keyId, string by);

    [LoggerMessage(5011, LogLevel.Warning, "API key record {KeyId} cannot be read")]
    public static partial void KeyUnreadable(ILogger logger, Exception exception, string keyId);
}
