using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>What one engine can do, or what its profile declares; null is anything.</summary>
internal sealed record EngineOffer
{
    public static readonly EngineOffer Anything = new();

    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Of a recognizer: it finds out which language is spoken.</summary>
    public bool CanDetectLanguage { get; init; }

    public IReadOnlyList<string>? Targets { get; init; }

    public IReadOnlyList<LanguagePairs>? Pairs { get; init; }

    /// <summary>Voices of a language, the usual one first.</summary>
    public Func<string, IReadOnlyList<string>?> VoicesOf { get; init; } = _ => null;

    /// <summary>Voices of languages that have none of their own.</summary>
    public IReadOnlyList<string>? Voices { get; init; }

    public IReadOnlyList<string> VoiceVariants { get; init; } = [];

    public bool CanChooseVoice { get; init; } = true;

    public bool CanChooseSpeed { get; init; } = true;

    /// <summary>What a profile declares of a stage.</summary>
    public static EngineOffer Of(Stage stage, StageProfile profile) => new()
    {
        Sources = profile.SourceLanguages?.ToList(),
        Targets = (profile.TargetLanguages ?? profile.LanguageVoices?.Keys.Order(StringComparer.Ordinal).ToList())?.ToList(),
        Pairs = profile.Pairs?.Select(pair => new LanguagePairs(pair.Key, [.. pair.Value])).ToList(),
        VoicesOf = language => profile.LanguageVoices is { } voices
            ? (voices.TryGetValue(language, out var own) || voices.TryGetValue(Languages.Base(language), out own) ? own.ToList() : null)
            : null,
        Voices = profile.Voices?.ToList(),
        CanChooseVoice = stage != Stage.Synthesize || Reads(profile, "voice"),
        CanChooseSpeed = stage != Stage.Synthesize || Reads(profile, "speed"),
    };

    // An option that does not change what comes out is one that the engine does not have.
    private static bool Reads(StageProfile profile, string option) => profile.Options?.Contains(option) ?? true;
}
