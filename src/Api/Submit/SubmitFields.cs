using System.Globalization;
using TransVox.Api.Endpoints;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Api.Submit;

/// <summary>The options of a submission as they come in, part by part.</summary>
internal sealed class SubmitFields
{
    private static readonly string[] Names =
    [
        "targetLanguage", "sourceLanguage", "subtitles", "output", "voice", "speed", "priority", "pool", "review", "subtitleFile",
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="RequestException">Unknown, or there already.</exception>
    public void Add(string name, string value)
    {
        if (!Names.Contains(name))
            throw ApiRequest.Invalid($"There is no field '{ApiRequest.Shown(name)}'. Fields: {string.Join(", ", Names)}, and last the file part video.");
        if (!_values.TryAdd(name, value))
            throw ApiRequest.Invalid($"The field '{name}' is there twice.");
    }

    public SubmitCommand ToCommand(string fileName, string? idempotencyKey) => new()
    {
        FileName = fileName,
        IdempotencyKey = idempotencyKey,
        Priority = Enum("priority", JobPriority.Normal),
        Pool = Text("pool"),
        Review = Flag("review"),
        Subtitles = Text("subtitleFile"),
        Options = new DubbingOptions
        {
            TargetLanguage = Language("targetLanguage") ?? throw ApiRequest.Invalid("The field 'targetLanguage' is missing. It must come before the file part video."),
            SourceLanguage = Language("sourceLanguage") ?? "en",
            Subtitles = Enum("subtitles", SubtitleMode.Soft),
            Output = Enum("output", OutputKind.Video),
            Voice = Text("voice"),
            Speed = Number("speed", 1),
        },
    };

    public static SubmitCommand ToCommand(SubmitBody body, string? idempotencyKey) => new()
    {
        FileName = body.FileName ?? body.UploadId,
        IdempotencyKey = idempotencyKey,
        Priority = body.Priority ?? JobPriority.Normal,
        Pool = NullIfEmpty(body.Pool),
        Review = body.Review,
        Subtitles = NullIfEmpty(body.SubtitleFile),
        Options = new DubbingOptions
        {
            TargetLanguage = Language("targetLanguage", body.TargetLanguage) ?? throw ApiRequest.Invalid("'targetLanguage' is empty."),
            SourceLanguage = Language("sourceLanguage", body.SourceLanguage) ?? "en",
            Subtitles = body.Subtitles ?? SubtitleMode.Soft,
            Output = body.Output ?? OutputKind.Video,
            Voice = NullIfEmpty(body.Voice),
            Speed = body.Speed ?? 1,
        },
    };

    private string? Text(string name) => NullIfEmpty(_values.GetValueOrDefault(name));

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private string? Language(string name) => Language(name, Text(name));

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

    private bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" or "on" => true,
        _ => throw ApiRequest.Invalid($"'{name}' must be true or false."),
    };

    private double Number(string name, double fallback)
    {
        if (Text(name) is not { } text)
            return fallback;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw ApiRequest.Invalid($"'{name}' must be a number.");
    }

    private T Enum<T>(string name, T fallback)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return fallback;
        var found = System.Enum.GetNames<T>().FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        return found is not null
            ? System.Enum.Parse<T>(found)
            : throw ApiRequest.Invalid($"'{name}' must be one of {string.Join(", ", System.Enum.GetNames<T>())}.");
    }
}
