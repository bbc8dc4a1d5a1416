using System.ComponentModel;
using System.Text.Json;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Api.Submit;

/// <summary>What every submission can say, whether it comes as a form or as JSON.</summary>
public abstract record SubmitMembers
{
    [Description("ISO 639-1 code of the language to dub into.")]
    public required string TargetLanguage { get; init; }

    [Description("ISO 639-1 code of the spoken language; en when left out.")]
    public string? SourceLanguage { get; init; }

    [Description("Profile of engines, by a name that GET /api/languages lists; the first when left out.")]
    public string? Profile { get; init; }

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

    /// <summary>Their names as they are written.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. typeof(SubmitMembers).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    /// <summary>The submission that they ask for.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>, or <c>unsupported_language</c> for what cannot be a code.</exception>
    internal SubmitCommand ToCommand(string fileName, string? idempotencyKey) => new()
    {
        FileName = fileName,
        IdempotencyKey = idempotencyKey,
        Priority = Priority ?? JobPriority.Normal,
        Pool = NullIfEmpty(Pool),
        Review = Review,
        Subtitles = NullIfEmpty(SubtitleFile),
        Options = new DubbingOptions
        {
            TargetLanguage = Language("targetLanguage", TargetLanguage) ?? throw Endpoints.ApiRequest.Invalid("'targetLanguage' is empty."),
            SourceLanguage = Language("sourceLanguage", SourceLanguage) ?? "en",
            Profile = NullIfEmpty(Profile),
            Subtitles = Subtitles ?? SubtitleMode.Soft,
            Output = Output ?? OutputKind.Video,
            Voice = NullIfEmpty(Voice),
            Speed = Speed ?? 1,
        },
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>The shape only; which languages there are, the engines know.</summary>
    private static string? Language(string name, string? text)
    {
        if (NullIfEmpty(text) is not { } given)
            return null;
        var code = given.Trim().ToLowerInvariant();
        return code.Length <= 35 && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? code
            : throw new RequestException(ErrorCodes.UnsupportedLanguage, $"'{name}' must be a language code such as en or pt-br.");
    }
}
