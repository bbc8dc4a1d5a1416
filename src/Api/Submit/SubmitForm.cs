using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Api.Submit;

/// <summary>The multipart form of a submission, for the documentation; it is read part by part, the video last.</summary>
public sealed record SubmitForm
{
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
    public bool? Review { get; init; }

    [Description("SRT or WebVTT, as text or as a file, to use instead of recognition.")]
    public string? SubtitleFile { get; init; }

    [Description("The video. It must be the last part.")]
    public required IFormFile Video { get; init; }
}
