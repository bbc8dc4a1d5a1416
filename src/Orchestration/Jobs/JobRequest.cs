using TransVox.Orchestration.Admission.Slots;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Jobs;

/// <summary>
/// Input of <c>DubbingOrchestrator</c> and <c>LanguagesOrchestrator</c>. Whatever the orchestrator must know of the configuration is stamped in at submission, so
/// that a replay never depends on the configuration of the day.
/// </summary>
public sealed record JobRequest
{
    public required string JobId { get; init; }

    public required string UserId { get; init; }

    /// <summary>Name of the file as the user gave it; to show only.</summary>
    public required string FileName { get; init; }

    public required SourceRef Source { get; init; }

    /// <summary>Where the video comes from, without the address's query; the whole address is kept apart until the video is fetched.</summary>
    public string? SourceUrl { get; init; }

    public required DubbingOptions Options { get; init; }

    public JobPriority Priority { get; init; }

    public string Pool { get; init; } = "default";

    /// <summary>What the job takes of the pool's capacity.</summary>
    public int Cost { get; init; } = 1;

    public bool Review { get; init; }

    /// <summary>Who submitted it, or asked for the retry; null: a video that was put into the container.</summary>
    public Actor? SubmittedBy { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required JobPolicy Policy { get; init; }

    public required UserSettings UserSettings { get; init; }

    public required PoolSettings PoolSettings { get; init; }

    /// <summary>The stages and which of them need the GPU.</summary>
    public required IReadOnlyList<PlannedStage> Plan { get; init; }

    /// <summary>Artifacts that come with the request instead of from a stage: brought subtitles, edited cues, earlier clips.</summary>
    public IReadOnlyDictionary<string, ArtifactRef> Provided { get; init; } = new Dictionary<string, ArtifactRef>();

    /// <summary>This stage and those after it run even though stored results exist.</summary>
    public Stage? RunFrom { get; init; }

    public string? BasedOn { get; init; }

    /// <summary>Of a job for several languages: their jobs, which it starts once what they share is done.</summary>
    public IReadOnlyList<LanguageJob> Languages { get; init; } = [];

    /// <summary>Of a language's job: the job that started it.</summary>
    public string? ParentId { get; init; }

    /// <summary>Of a language's job: length of the video in seconds.</summary>
    public double? MediaSeconds { get; init; }

    /// <summary>Its owner had webhooks when it was submitted. Which of them are told of what is decided when it happens.</summary>
    public bool Webhooks { get; init; }

    /// <summary>How it ended elsewhere: it came from another service and is here for its results.</summary>
    public JobStatus? Ended { get; init; }

    /// <summary>Set when the submission was not acceptable and the job exists only to tell its owner.</summary>
    public JobError? Rejection { get; init; }
}
