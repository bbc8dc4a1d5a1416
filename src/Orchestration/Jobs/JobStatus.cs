using System.Text.Json;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Orchestration.Jobs;

/// <summary>
/// Custom status of a job's orchestration: what a client needs to show it and the reaper to judge its leases. Azure Storage takes
/// 16 KB of UTF-16; <see cref="Fit"/> keeps it below.
/// </summary>
public sealed record JobStatus
{
    private const int MaxChars = 7_500;
    private const int MaxWarnings = 12;
    private const int MaxText = 400;

    /// <summary>What a review needs beside the translation, where there is such a thing.</summary>
    public static readonly IReadOnlyList<string> ReviewArtifacts = [Artifacts.Speech, Artifacts.Waveform, Artifacts.Speakers, Artifacts.References];

    public required JobState State { get; init; }

    public Stage? Stage { get; init; }

    public IReadOnlyList<StageStatus> Stages { get; init; } = [];

    /// <summary>First lease.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Ticket of the last grant that the job saw.</summary>
    public string? Ticket { get; init; }

    /// <summary>The user lease that the job holds, or for which it waits.</summary>
    public string? UserTicket { get; init; }

    /// <summary>The GPU lease that the job holds, or for which it waits.</summary>
    public string? GpuTicket { get; init; }

    /// <summary>Whether the user lease was seen.</summary>
    public bool UserGranted { get; init; }

    /// <summary>Whether the GPU lease was seen.</summary>
    public bool GpuGranted { get; init; }

    public double GpuSeconds { get; init; }

    /// <summary>The video, once it was fetched from its address.</summary>
    public SourceRef? Fetched { get; init; }

    public double? MediaSeconds { get; init; }

    /// <summary>What is spoken, once it was found out; null where the request says it.</summary>
    public string? Language { get; init; }

    public JobError? Error { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How well the dub fits, once it is placed.</summary>
    public QualitySummary? Quality { get; init; }

    /// <summary>While the job waits for review: the machine's translation.</summary>
    public ArtifactRef? ReviewOf { get; init; }

    /// <summary>While the job waits for review: what a line is spoken with, and the shape of the voice; see <see cref="ReviewArtifacts"/>.</summary>
    public IReadOnlyDictionary<string, ArtifactRef>? ReviewWith { get; init; }

    public DateTimeOffset? ReviewDeadline { get; init; }

    public bool CancelRequested { get; init; }

    /// <summary>Of a job that was withdrawn for another service: the move. Whoever cancels first decides.</summary>
    public string? MovedBy { get; init; }

    /// <summary>Of a job for several languages: those that have ended.</summary>
    public IReadOnlyList<LanguageStatus> Languages { get; init; } = [];

    /// <summary>Published files, by name.</summary>
    public IReadOnlyList<PublishedFile> Outputs { get; init; } = [];

    /// <summary>From when on the job waits for slots: fetching its video is no waiting.</summary>
    public DateTimeOffset WaitsFrom(JobRequest request) =>
        Stages.FirstOrDefault(s => s.Stage == Pipeline.Stages.Stage.Fetch)?.EndedAt ?? request.SubmittedAt;

    /// <summary>What the user asked for, with the language that was found where none was given.</summary>
    public DubbingOptions Options(JobRequest request) =>
        Language is { } found ? request.Options with { SourceLanguage = found } : request.Options;

    /// <summary>The status cut to what the backend stores.</summary>
    public JobStatus Fit()
    {
        var status = this with
        {
            Warnings = [.. Warnings.Take(MaxWarnings).Select(Cut)],
            Error = Error is null ? null : Error with { Message = Cut(Error.Message) },
        };
        while (status.Warnings.Count > 0 && status.Length() > MaxChars)
            status = status with { Warnings = [.. status.Warnings.Take(status.Warnings.Count - 1)] };
        return status;
    }

    private int Length() => JsonSerializer.Serialize(this, DurableJson.Options).Length;

    private static string Cut(string text) => text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), "…");
}
