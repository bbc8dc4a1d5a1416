namespace TransVox.Cli.Contract;

/// <summary>A job as the service shows it. Members that this version does not know are ignored; states are text for the same reason.</summary>
/// <remarks>Members with a default are settable, not init-only: generated serialization would overwrite the default with null.</remarks>
internal sealed record Job
{
    public required string Id { get; init; }

    public string? UserId { get; init; }

    public string FileName { get; set; } = "";

    public required string State { get; init; }

    public string? Stage { get; init; }

    /// <summary>0–1.</summary>
    public double Progress { get; init; }

    public JobOptions? Options { get; init; }

    public string? Priority { get; init; }

    public string? Pool { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public QueuePlace? Queue { get; init; }

    public IReadOnlyList<JobStage> Stages { get; set; } = [];

    public IReadOnlyList<OutputFile> Outputs { get; set; } = [];

    public JobError? Error { get; init; }

    public IReadOnlyList<string> Warnings { get; set; } = [];

    public JobQuality? Quality { get; init; }

    public double GpuSeconds { get; init; }

    public double? MediaSeconds { get; init; }

    public bool Review { get; init; }

    public DateTimeOffset? ReviewDeadline { get; init; }

    public string? BasedOn { get; init; }

    public bool CancelRequested { get; init; }

    public bool HasEnded() => State is "Completed" or "Failed" or "Cancelled" or "TimedOut" or "Rejected";

    public bool IsCompleted() => State == "Completed";
}
