using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>An expected failure, as data: the orchestrator decides by <paramref name="Retry"/>.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">For the user.</param>
/// <param name="LogTail">Last lines of the engine, for operators.</param>
/// <param name="RetryAfter">Seconds to wait at least, as whoever refused asked for.</param>
/// <param name="Progressed">More is done than before this run, so that it does not count as one in vain.</param>
public sealed record ActivityError(
    string Code, string Message, Retryability Retry = Retryability.Never, string? LogTail = null, double RetryAfter = 0, bool Progressed = false)
{
    private const int MaxLogTail = 1000;

    public static ActivityError From(StageException exception) =>
        new(exception.Code, exception.Message, exception.Retry, exception.LogTail is { Length: > MaxLogTail } tail ? tail[^MaxLogTail..] : exception.LogTail);
}
