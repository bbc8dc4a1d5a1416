using System.ComponentModel;
using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>What every submission can say, whether it comes as a form or as JSON.</summary>
public record SubmitMembers
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
    public bool Review { get; init; }

    [Description("SRT or WebVTT to use instead of recognition; in a form as text or as a file.")]
    public string? SubtitleFile { get; init; }
}
