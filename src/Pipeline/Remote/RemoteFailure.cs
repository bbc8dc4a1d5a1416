using System.Globalization;
using System.Net;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>A request that a server did not do, as the job will know it, and whether asking again may help.</summary>
internal sealed class RemoteFailure(StageException error, bool again, TimeSpan? after = null) : Exception(error.Message)
{
    /// <summary>What the job is told when no further request helps.</summary>
    public StageException Error { get; } = error;

    /// <summary>Whether the same request may succeed.</summary>
    public bool Again { get; } = again;

    /// <summary>When the server wants to be asked again, or null.</summary>
    public TimeSpan? After { get; } = after;

    /// <summary>What an HTTP status means.</summary>
    /// <param name="server">The server by what it does, as in "The recognition server".</param>
    /// <param name="status">Its answer.</param>
    /// <param name="body">The beginning of the answer; for operators.</param>
    /// <param name="after">Its <c>Retry-After</c>.</param>
    public static RemoteFailure Of(string server, HttpStatusCode status, string body, TimeSpan? after) => status switch
    {
        HttpStatusCode.TooManyRequests when body.Contains("insufficient_quota", StringComparison.Ordinal) =>
            Refused($"{server} says that its quota is used up. An operator must raise it.", body),
        HttpStatusCode.TooManyRequests => Busy(server, status, body, after),
        HttpStatusCode.ServiceUnavailable when after is not null => Busy(server, status, body, after),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            Refused($"{server} refused the key of this service. An operator must check it.", body),
        HttpStatusCode.NotFound =>
            Refused($"{server} does not know the address or the model that is configured. An operator must correct it.", body),
        HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError =>
            Failed($"{server} failed (HTTP {Number(status)}). Try again; if it fails again, tell an operator.", body),
        _ => Refused($"{server} refused the request (HTTP {Number(status)}). Tell an operator.", body),
    };

    /// <summary>It did not answer, or broke off.</summary>
    public static RemoteFailure NoAnswer(string server, Exception cause) =>
        Failed($"{server} does not answer, or broke off. Try again; if it fails again, an operator must see whether it runs.", cause.Message);

    /// <summary>It answered what cannot be used.</summary>
    public static RemoteFailure Invalid(string server, string what, string? log = null) => new(
        new StageException(
            ErrorCodes.OutputInvalid, $"{server} answered, but {what}. Try again; if it fails again, tell an operator.", Retryability.Transient, logTail: log),
        again: true);

    /// <summary>It took too long.</summary>
    public static RemoteFailure Late(string server, TimeSpan limit) => new(
        new StageException(
            ErrorCodes.EngineTimeout,
            string.Create(CultureInfo.InvariantCulture, $"{server} did not answer within {limit.TotalSeconds:0} s. Try again; if it fails again, tell an operator."),
            Retryability.Transient),
        again: false);

    private static RemoteFailure Busy(string server, HttpStatusCode status, string body, TimeSpan? after) => new(
        new StageException(
            ErrorCodes.EngineBusy, $"{server} has too much to do (HTTP {Number(status)}); this job goes on when it answers.", Retryability.Busy, logTail: body),
        again: true,
        after);

    private static RemoteFailure Failed(string message, string log) =>
        new(new StageException(ErrorCodes.EngineFailed, message, Retryability.Transient, logTail: log), again: true);

    private static RemoteFailure Refused(string message, string log) =>
        new(new StageException(ErrorCodes.EngineRefused, message, logTail: log), again: false);

    private static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
