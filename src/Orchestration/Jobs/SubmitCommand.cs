using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Jobs;

/// <summary>A submission, apart from the video's bytes.</summary>
public sealed record SubmitCommand
{
    /// <summary>Name of the file as the user gave it; may be any text of 1–255 bytes of UTF-8.</summary>
    public required string FileName { get; init; }

    public required DubbingOptions Options { get; init; }

    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>GPU pool; null takes the default.</summary>
    public string? Pool { get; init; }

    /// <summary>Stop after translation until a human approves.</summary>
    public bool Review { get; init; }

    /// <summary>Bytes of a subtitle file to use instead of recognition.</summary>
    public byte[]? Subtitles { get; init; }

    /// <summary>Address that the video is fetched from, whole; null for one that is uploaded. Never logged: its query may hold a signature.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>Client's key: the same key within 30 days gives the same answer, and one job.</summary>
    public string? IdempotencyKey { get; init; }
}
