namespace TransVox.Cli.Contract;

/// <summary>What the service can dub; a list that is null was not declared, and anything goes there.</summary>
internal sealed record LanguageCatalogue(
    IReadOnlyList<string>? Recognized = null,
    IReadOnlyList<LanguagePairs>? Pairs = null,
    IReadOnlyList<TargetLanguage>? Targets = null,
    IReadOnlyList<string>? Voices = null,
    IReadOnlyList<string>? VoiceVariants = null,
    bool CanChooseVoice = true,
    bool CanChooseSpeed = true,
    IReadOnlyList<ProfileOffer>? Profiles = null);
