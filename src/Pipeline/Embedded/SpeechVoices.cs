using System.Text.RegularExpressions;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Speech;
using Codes = TransVox.Pipeline.Stages.Languages;

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
        return new[] { language, Codes.Base(language) }.FirstOrDefault(voices.Contains)
            ?? voices.Where(voice => Codes.Base(voice) == Codes.Base(language)).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>Whether a voice exists and speaks the language: <c>es-419</c>, or with a variant <c>es+f3</c>.</summary>
    public bool Speaks(string voice, string language)
    {
        var match = VoicePattern().Match(voice);
        return match.Success
            && Codes.Base(match.Groups[1].Value.ToLowerInvariant()) == Codes.Base(language)
            && _names.Value.Voices.Contains(match.Groups[1].Value)
            && (!match.Groups[2].Success || _names.Value.Variants.Contains(match.Groups[2].Value));
    }

    /// <summary>Languages that have a voice, without regions.</summary>
    public IEnumerable<string> Languages => _names.Value.Voices.Select(Codes.Base).Where(Codes.IsKnown).Distinct(StringComparer.Ordinal);

    /// <summary>Names that may follow a voice.</summary>
    public IReadOnlyList<string> Variants => [.. _names.Value.Variants.Order(StringComparer.Ordinal)];

    /// <summary>Voices of a language, the usual one first; null when there is none.</summary>
    public IReadOnlyList<string>? For(string language)
    {
        var usual = Default(language);
        return usual is null
            ? null
            : [usual, .. _names.Value.Voices.Where(voice => voice != usual && Codes.Base(voice) == Codes.Base(language)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Voices of a language for a range of speakers, those first that are told apart best.</summary>
    public IReadOnlyList<string> Suited(string language, VoiceRange range)
    {
        var usual = Default(language);
        return usual is null
            ? []
            : [.. VariantsOf(range).Where(variant => variant.Length == 0 || _names.Value.Variants.Contains(variant)).Select(variant => variant.Length == 0 ? usual : $"{usual}+{variant}")];
    }

    // By their measured pitch. Empty is the voice without a variant.
    private static string[] VariantsOf(VoiceRange range) => range switch
    {
        VoiceRange.Low => ["", "m3", "m7", "m1", "m2"],
        VoiceRange.High => ["f2", "f3", "f1", "f4"],
        _ => ["Annie", "f5", "f4"],
    };

    private static (HashSet<string> Voices, HashSet<string> Variants) Read(EmbeddedOptions options)
    {
        var voices = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var variants = new HashSet<string>(StringComparer.Ordinal);
        if (options.SpeechData.FirstOrDefault(Directory.Exists) is { } data)
        {
            voices.UnionWith(Names(Path.Combine(data, "lang")).Select(name => name.ToLowerInvariant()));
            variants.UnionWith(Names(Path.Combine(data, "voices", "!v")).Where(name => VariantPattern().IsMatch(name)));
        }

        return (voices, variants);
    }

    private static IEnumerable<string> Names(string directory) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()
            : [];

    [GeneratedRegex(@"\A([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,10})*)(?:\+([a-zA-Z0-9_]{1,20}))?\z")]
    private static partial Regex VoicePattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9_]{1,20}\z")]
    private static partial Regex VariantPattern();
}
