using System.ComponentModel;
using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>What every submission can say, whether it comes as a form or as JSON.</summary>
public record SubmitMembers
{
    [Description("ISO 639-1 code of the language to dub into; needed, or targetLanguages, for every output but Transcript.")]
    public string? TargetLanguage { get; init; }

    [Description("Codes of several languages, instead of targetLanguage: what they share runs once, and each has a job of its own. In a form with commas between.")]
    public IReadOnlyList<string>? TargetLanguages { get; init; }

    [Description("With several languages, also one video with a sound and a subtitle track for each; for the outputs Video and Dual.")]
    public bool Combine { get; init; }

    [Description("ISO 639-1 code of the spoken language, or auto where the recognizer finds it out; en when left out.")]
    public string? SourceLanguage { get; init; }

    [Description("Profile of engines, by a name that GET /api/languages lists; the first when left out.")]
    public string? Profile { get; init; }

    public SubtitleMode? Subtitles { get; init; }

    public OutputKind? Output { get; init; }

    [Description("Voice of the synthesis engine.")]
    public string? Voice { get; init; }

    [Description("Voice by speaker, as the cues name them: { \"S1\": \"es+m3\" }. In a form this is a JSON object as text. Others get a voice that suits their pitch.")]
    public IReadOnlyDictionary<string, string>? Voices { get; init; }

    [Description("How the translation should sound, in a line; for translators that can be told.")]
    public string? Style { get; init; }

    [Description("How the translation addresses people; for translators that can be told.")]
    public Formality? Formality { get; init; }

    [Description("Speaking rate, 0.5 to 2.")]
    public double? Speed { get; init; }

    public JobPriority? Priority { get; init; }

    [Description("GPU pool.")]
    public string? Pool { get; init; }

    [Description("Stop after translation until somebody approves.")]
    public bool Review { get; init; }

    [Description("SRT, WebVTT or ASS to use instead of recognition; in a form as text or as a file in any usual encoding.")]
    public string? SubtitleFile { get; init; }

    [Description("Language of that file: the video's (when left out), or the target language; then it is the translation, and is spoken as it is.")]
    public string? SubtitleLanguage { get; init; }

    [Description("The bytes of such a file in base64, for JSON, where it is not UTF-8.")]
    public byte[]? SubtitleBytes { get; init; }
}
