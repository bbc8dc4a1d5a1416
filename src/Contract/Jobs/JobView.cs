using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>A job as its owner sees it; the JSON of <c>GET /api/jobs/{id}</c>.</summary>
public sealed record JobView
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    /// <summary>Name of the file as the user gave it; text to show, never a path.</summary>
    public required string FileName { get; init; }

    /// <summary>Where the video was fetched from, without the address's query, which may hold a signature; null for one that was uploaded.</summary>
    public string? SourceUrl { get; init; }

    public required JobState State { get; init; }

    /// <summary>The stage that runs, or null.</summary>
    public Stage? Stage { get; init; }

    /// <summary>Of the whole job, 0–1.</summary>
    public double Progress { get; init; }

    public required DubbingOptions Options { get; init; }

    public JobPriority Priority { get; init; }

    public string Pool { get; init; } = "default";

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>First lease.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Set while the job waits.</summary>
    public QueuePlace? Queue { get; init; }

    public required IReadOnlyList<StageView> Stages { get; init; }

    public IReadOnlyList<OutputFile> Outputs { get; init; } = [];

    public JobError? Error { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How well the dub fits, once it is placed; line by line in <c>quality.json</c>.</summary>
    public QualitySummary? Quality { get; init; }

    /// <summary>Seconds of GPU lease used so far.</summary>
    public double GpuSeconds { get; init; }

    /// <summary>Length of the video in seconds, once probed.</summary>
    public double? MediaSeconds { get; init; }

    /// <summary>The user asked for a review before synthesis.</summary>
    public bool Review { get; init; }

    /// <summary>When a review that waits is given up.</summary>
    public DateTimeOffset? ReviewDeadline { get; init; }

    /// <summary>The job that this one retries or revises.</summary>
    public string? BasedOn { get; init; }

    /// <summary>Of a job for several languages: their jobs, in the order in which they were asked for.</summary>
    public IReadOnlyList<LanguageView> Languages { get; init; } = [];

    /// <summary>Of a language's job: the job for several languages that started it.</summary>
    public string? ParentId { get; init; }

    /// <summary>Cancel was asked for and has not taken effect yet.</summary>
    public bool CancelRequested { get; init; }
}
