using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Sources;

/// <summary>A video could not be fetched. The message is for the user and names no address.</summary>
/// <param name="code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="message">What happened, and what to do.</param>
/// <param name="retry">Whether another attempt makes sense.</param>
/// <param name="retryAfter">How long the server asked to wait.</param>
internal sealed class FetchException(string code, string message, Retryability retry = Retryability.Never, TimeSpan retryAfter = default) : Exception(message)
{
    public string Code { get; } = code;

    public Retryability Retry { get; } = retry;

    public TimeSpan RetryAfter { get; } = retryAfter;
}
