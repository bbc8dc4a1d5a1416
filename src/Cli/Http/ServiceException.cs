using System.Net;
using TransVox.Cli.Output;

namespace TransVox.Cli.Http;

/// <summary>The service answered with an error, or did not answer at all (<see cref="Status"/> is null then).</summary>
internal sealed class ServiceException(
    string code,
    string message,
    HttpStatusCode? status = null,
    TimeSpan? retryAfter = null,
    string? activeJobId = null,
    Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The service's stable code, or <c>unreachable</c>.</summary>
    public string Code { get; } = code;

    public HttpStatusCode? Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public string? ActiveJobId { get; } = activeJobId;

    public int ExitCode => Status switch
    {
        null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => ExitCodes.Unreachable,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => ExitCodes.NotFound,
        HttpStatusCode.TooManyRequests => ExitCodes.Refused,
        HttpStatusCode.Conflict => Code == ErrorCodes.UserBusy ? ExitCodes.Refused : ExitCodes.Conflict,
        HttpStatusCode.PreconditionFailed => ExitCodes.Conflict,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCodes.Denied,
        >= HttpStatusCode.InternalServerError => ExitCodes.Internal,
        _ => ExitCodes.Usage,
    };

    public ErrorBody ToBody() => new(Code, Message, (int?)Status, RetryAfter?.TotalSeconds, ActiveJobId);
}
