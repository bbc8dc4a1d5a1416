using System.ComponentModel;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Api.Submit;

/// <summary>A submission as JSON, for a video that was uploaded through <c>POST /api/uploads</c>; also the members of the form.</summary>
public sealed record SubmitBody
{
    [Description("From POST /api/uploads.")]
    public required string UploadId { get; init; }

    [Description("ISO 639-1 code of the language to dub into.")]
    public required string TargetLanguage { get; init; }

    [Description("ISO 639-1 code of the spoken language; en when left out.")]
    public string? SourceLanguage { get; init; }

    public SubtitleMode? Subtitles { get; init; }

    public OutputKind? Output { get; init; }

    [Description("Voice of the synthesis engine.")]
    public string? Voice { get; init; }

    [Description("Speaking rate, 0.5 to 2.")]
    public double? Speed { get; init; }

    public JobPriority? Priority { get; init; }

    [Description("GPU pool.")]
    public string? Pool { get; init; }

    [Description("Stop after translation until somebody approves.")]
    public bool Review { get; init; }

    [Description("SRT or WebVTT text to use instead of recognition.")]
    public string? SubtitleFile { get; init; }

    [Description("Name to show; the uploaded file's when left out.")]
    public string? FileName { get; init; }
}
