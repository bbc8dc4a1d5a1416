using System.Globalization;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Commands;

/// <summary>The user's options by the names that profiles use.</summary>
internal static class OptionValues
{
    /// <summary>All names.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["sourceLanguage", "targetLanguage", "subtitles", "output", "voice", "speed", "reducedBatch", "glossary", "style", "formality", "voices"];

    /// <summary>Value of an option; null when it is not set.</summary>
    public static string? Of(string name, DubbingOptions options, bool reducedBatch) => name switch
    {
        "sourceLanguage" => options.SourceLanguage,
        "targetLanguage" => options.TargetLanguage,
        "subtitles" => options.Subtitles.ToString(),
        "output" => options.Output.ToString(),
        "voice" => options.Voice,
        "speed" => options.Speed.ToString("0.###", CultureInfo.InvariantCulture),
        "reducedBatch" => reducedBatch ? "true" : null,
        "glossary" => options.Glossary.Count == 0 ? null : string.Join('\n', options.Glossary.Select(term => $"{term.Source}\t{term.Translation ?? term.Source}")),
        "style" => options.Style,
        "formality" => options.Formality?.ToString(),
        "voices" => options.Voices is { Count: > 0 } voices
            ? string.Join('\n', voices.OrderBy(voice => voice.Key, StringComparer.Ordinal).Select(voice => $"{voice.Key}\t{voice.Value}"))
            : null,
        _ => null,
    };
}
