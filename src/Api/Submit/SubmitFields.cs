using System.Globalization;
using System.Text.Json;
using TransVox.Api.Endpoints;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Submit;

/// <summary>The options of a form as they come in, part by part.</summary>
internal sealed class SubmitFields
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Bytes of the field <c>subtitleFile</c>, whose encoding is found out later.</summary>
    public byte[]? Subtitles { get; set; }

    /// <exception cref="RequestException">Unknown, or there already.</exception>
    public void Add(string name, string value)
    {
        if (!Submissions.Names.Contains(name))
            throw ApiRequest.Invalid($"There is no field '{ApiRequest.Shown(name)}'. Fields: {string.Join(", ", Submissions.Names)}, and last the file part video.");
        if (!_values.TryAdd(name, value))
            throw ApiRequest.Invalid($"The field '{name}' is there twice.");
    }

    /// <summary>All that came.</summary>
    public SubmitForm ToForm() => new()
    {
        TargetLanguage = Text("targetLanguage") ?? (Text("targetLanguages") is not null || Enum<OutputKind>("output") == OutputKind.Transcript
            ? null
            : throw ApiRequest.Invalid("The field 'targetLanguage' is missing. It must come before the file part video.")),
        TargetLanguages = Text("targetLanguages")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        Combine = Flag("combine"),
        SourceLanguage = Text("sourceLanguage"),
        Profile = Text("profile"),
        Subtitles = Enum<SubtitleMode>("subtitles"),
        Output = Enum<OutputKind>("output"),
        Voice = Text("voice"),
        Speed = Number("speed"),
        Voices = Map("voices"),
        Style = Text("style"),
        Formality = Enum<Formality>("formality"),
        Priority = Enum<JobPriority>("priority"),
        Pool = Text("pool"),
        Review = Flag("review"),
        SubtitleLanguage = Text("subtitleLanguage"),
        SubtitleBytes = Subtitles ?? Base64("subtitleBytes"),
    };

    private string? Text(string name) => _values.GetValueOrDefault(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private byte[]? Base64(string name)
    {
        var bytes = new byte[Text(name)?.Length ?? 0];
        return bytes.Length == 0
            ? null
            : Convert.TryFromBase64String(Text(name)!, bytes, out var count) ? bytes[..count] : throw ApiRequest.Invalid($"'{name}' must be base64.");
    }

    private bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" or "on" => true,
        _ => throw ApiRequest.Invalid($"'{name}' must be true or false."),
    };

    private double? Number(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw ApiRequest.Invalid($"'{name}' must be a number.");
    }

    private Dictionary<string, string>? Map(string name)
    {
        try
        {
            return Text(name) is { } text ? JsonSerializer.Deserialize<Dictionary<string, string>>(text, ApiJson.Read) : null;
        }
        catch (JsonException)
        {
            throw ApiRequest.Invalid($"'{name}' must be a JSON object of texts, such as {{ \"S1\": \"es+m3\" }}.");
        }
    }

    private T? Enum<T>(string name)
        where T : struct, Enum => Text(name) is { } text ? ApiRequest.ParseEnum<T>(name, text) : null;
}
