using System.Globalization;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Intake;

/// <summary>Options of a job as metadata of its blob, with the names of the form fields of the API, in any case. Pure.</summary>
public static class BlobOptions
{
    /// <summary>Reads the options.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c> for a value that is none, or a missing <c>targetLanguage</c>.</exception>
    public static SubmitCommand Parse(string fileName, IDictionary<string, string> metadata, IReadOnlyList<GlossaryTerm> glossary)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in metadata)
        {
            if (!values.TryAdd(name, value))
                throw SubmitChecks.Invalid($"The blob has the metadata '{name}' twice.");
        }

        var options = new DubbingOptions { TargetLanguage = "", Glossary = glossary };
        var output = Choice(values, "output", options.Output);
        var targets = (Text(values, "targetLanguage") ?? Text(values, "targetLanguages") ?? "").ToLowerInvariant()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (output == OutputKind.Transcript)
            targets = [];
        else if (targets.Length == 0)
            throw SubmitChecks.Invalid("The blob has no metadata 'targetLanguage'. Set it to the language to dub into, such as 'es', or several with commas between.");
        options = options with
        {
            TargetLanguage = targets is [var first, ..] ? first : "",
            TargetLanguages = targets.Length > 1 ? targets : null,
            Combine = Flag(values, "combine"),
            SourceLanguage = Text(values, "sourceLanguage")?.ToLowerInvariant() ?? options.SourceLanguage,
            Subtitles = Choice(values, "subtitles", options.Subtitles),
            Output = output,
            Profile = Text(values, "profile"),
            Voice = Text(values, "voice"),
            Speed = Number(values, "speed", options.Speed),
        };
        return new SubmitCommand
        {
            FileName = fileName,
            Options = options,
            Priority = Choice(values, "priority", JobPriority.Normal),
            Pool = Text(values, "pool"),
            Review = Flag(values, "review"),
        };
    }

    private static string? Text(Dictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static T Choice<T>(Dictionary<string, string> values, string name, T fallback)
        where T : struct, Enum
    {
        if (Text(values, name) is not { } text)
            return fallback;
        var match = Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return match is not null
            ? Enum.Parse<T>(match)
            : throw SubmitChecks.Invalid($"Metadata '{name}' must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private static double Number(Dictionary<string, string> values, string name, double fallback)
    {
        if (Text(values, name) is not { } text)
            return fallback;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw SubmitChecks.Invalid($"Metadata '{name}' must be a number.");
    }

    private static bool Flag(Dictionary<string, string> values, string name)
    {
        if (Text(values, name) is not { } text)
            return false;
        return bool.TryParse(text, out var flag) ? flag : throw SubmitChecks.Invalid($"Metadata '{name}' must be true or false.");
    }
}
