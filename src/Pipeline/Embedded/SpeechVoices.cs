using System.Text.RegularExpressions;
using TransVox.Pipeline.Configuration;

namespace TransVox.Pipeline.Embedded;

/// <summary>The synthesizer's voices as its data files name them.</summary>
internal sealed partial class SpeechVoices
{
    private readonly Lazy<(HashSet<string> Voices, HashSet<string> Variants)> _names;

    public SpeechVoices(EmbeddedOptions options) => _names = new(() => Read(options));

    /// <summary>The voice of a language, or null when there is none.</summary>
    public string? Default(string language)
    {
        var voices = _names.Value.Voices;
        return new[] { language, Languages.Base(language) }.FirstOrDefault(voices.Contains)
            ?? voices.Where(voice => Languages.Base(voice) == Languages.Base(language)).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>Whether a voice exists and speaks the language: <c>es-419</c>, or with a variant <c>es+f3</c>.</summary>
    public bool Speaks(string voice, string language)
    {
        var match = VoicePattern().Match(voice);
        return match.Success
            && Languages.Base(match.Groups[1].Value.ToLowerInvariant()) == Languages.Base(language)
            && _names.Value.Voices.Contains(match.Groups[1].Value)
            && (!match.Groups[2].Success || _names.Value.Variants.Contains(match.Groups[2].Value));
    }

    /// <summary>Voices of a language.</summary>
    public IEnumerable<string> For(string language) =>
        _names.Value.Voices.Where(voice => Languages.Base(voice) == Languages.Base(language)).Order(StringComparer.Ordinal);

    private static (HashSet<string> Voices, HashSet<string> Variants) Read(EmbeddedOptions options)
    {
        var voices = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var variants = new HashSet<string>(StringComparer.Ordinal);
        if (options.SpeechData.FirstOrDefault(Directory.Exists) is { } data)
        {
            voices.UnionWith(Names(Path.Combine(data, "lang")).Select(name => name.ToLowerInvariant()));
            variants.UnionWith(Names(Path.Combine(data, "voices", "!v")));
        }

        return (voices, variants);
    }

    private static IEnumerable<string> Names(string directory) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()
            : [];

    [GeneratedRegex(@"\A([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,10})*)(?:\+([a-zA-Z0-9_]{1,20}))?\z")]
    private static partial Regex VoicePattern();
}
