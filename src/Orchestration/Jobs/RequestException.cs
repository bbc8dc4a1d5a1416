namespace TransVox.Orchestration.Jobs;

/// <summary>
/// A request that cannot be served; the API turns it into problem details by its code. The message is for the user.
/// </summary>
public sealed class RequestException(string code, string message, TimeSpan? retryAfter = null, string? activeJobId = null)
    : Exception(message)
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>When to try again, for a full queue and rate limits.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The job that keeps the user busy, for <c>user_busy</c>.</summary>
    public string? ActiveJobId { get; } = activeJobId;
}
