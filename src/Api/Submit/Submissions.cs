using System.Text;
using System.Text.Json;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Api.Submit;

/// <summary>From what a request says to the submission that it asks for.</summary>
internal static class Submissions
{
    /// <summary>Names of a submission's members as they are written.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(SubmitMembers).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    /// <summary>The submission that the members ask for.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>, or <c>unsupported_language</c> for what cannot be a code.</exception>
    public static SubmitCommand ToCommand(this SubmitMembers members, string fileName, string? idempotencyKey) => new()
    {
        FileName = fileName,
        IdempotencyKey = idempotencyKey,
        Priority = members.Priority ?? JobPriority.Normal,
        Pool = NullIfEmpty(members.Pool),
        Review = members.Review,
        Subtitles = members.SubtitleBytes is { Length: > 0 } bytes ? bytes : NullIfEmpty(members.SubtitleFile) is { } text ? Encoding.UTF8.GetBytes(text) : null,
        Options = OptionsOf(members),
    };

    private static DubbingOptions OptionsOf(SubmitMembers members)
    {
        var targets = Targets(members);
        return new DubbingOptions
        {
            TargetLanguage = targets is [var first, ..] ? first : "",
            TargetLanguages = targets.Count > 1 ? targets : null,
            Combine = members.Combine,
            SubtitleLanguage = Language("subtitleLanguage", members.SubtitleLanguage),
            SourceLanguage = Language("sourceLanguage", members.SourceLanguage) ?? "en",
            Profile = NullIfEmpty(members.Profile),
            Subtitles = members.Subtitles?.ToDomain() ?? SubtitleMode.Soft,
            Output = members.Output?.ToDomain() ?? OutputKind.Video,
            Voice = NullIfEmpty(members.Voice),
            Speed = members.Speed ?? 1,
            Voices = members.Voices is { Count: > 0 } ? members.Voices : null,
            Style = NullIfEmpty(members.Style),
            Formality = members.Formality?.ToDomain(),
        };
    }

    private static List<string> Targets(SubmitMembers members)
    {
        var one = NullIfEmpty(members.TargetLanguage);
        if (one is not null && members.TargetLanguages is { Count: > 0 })
            throw new RequestException(ErrorCodes.InvalidRequest, "Give 'targetLanguage' or 'targetLanguages', not both.");
        return members.Output == Contract.Dubbing.OutputKind.Transcript
            ? members.TargetLanguages is { Count: > 0 } ? throw new RequestException(ErrorCodes.InvalidRequest, "A transcript is not translated. Leave 'targetLanguages' out.") : []
            : [.. (members.TargetLanguages is { Count: > 0 } several ? several.Select(code => Language("targetLanguages", code)) : [Language("targetLanguage", one)]).OfType<string>()];
    }

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
