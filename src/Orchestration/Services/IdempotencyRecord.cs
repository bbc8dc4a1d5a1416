namespace TransVox.Orchestration.Services;

/// <summary>An answer that is remembered under a client's key.</summary>
/// <param name="CommandHash">Hash of everything but the video.</param>
/// <param name="JobId">The one job.</param>
/// <param name="VideoHash">Hash of the video; null while it is uploaded.</param>
/// <param name="At">When the record was written last; while the video is uploaded it is written every few seconds.</param>
public sealed record IdempotencyRecord(string CommandHash, string JobId, string? VideoHash, DateTimeOffset At)
{
    /// <summary>The job was started, but the process died before it noted the video's hash.</summary>
    public const string UnknownVideo = "";
}
