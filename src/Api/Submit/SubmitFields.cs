using System.Globalization;
using TransVox.Api.Endpoints;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Api.Submit;

/// <summary>The options of a form as they come in, part by part.</summary>
internal sealed class SubmitFields
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="RequestException">Unknown, or there already.</exception>
    public void Add(string name, string value)
    {
        if (!SubmitMembers.Names.Contains(name))
            throw ApiRequest.Invalid($"There is no field '{ApiRequest.Shown(name)}'. Fields: {string.Join(", ", SubmitMembers.Names)}, and last the file part video.");
        if (!_values.TryAdd(name, value))
            throw ApiRequest.Invalid($"The field '{name}' is there twice.");
    }

    /// <summary>All that came.</summary>
    public SubmitForm ToForm() => new()
    {
        TargetLanguage = Text("targetLanguage") ?? throw ApiRequest.Invalid("The field 'targetLanguage' is missing. It must come before the file part video."),
        SourceLanguage = Text("sourceLanguage"),
        Profile = Text("profile"),
        Subtitles = Enum<SubtitleMode>("subtitles"),
        Output = Enum<OutputKind>("output"),
        Voice = Text("voice"),
        Speed = Number("speed"),
        Priority = Enum<JobPriority>("priority"),
        Pool = Text("pool"),
        Review = Flag("review"),
        SubtitleFile = Text("subtitleFile"),
    };

    private string? Text(string name) => _values.GetValueOrDefault(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

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

    private T? Enum<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        var found = System.Enum.GetNames<T>().FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        return found is not null
            ? System.Enum.Parse<T>(found)
            : throw ApiRequest.Invalid($"'{name}' must be one of {string.Join(", ", System.Enum.GetNames<T>())}.");
    }
}
