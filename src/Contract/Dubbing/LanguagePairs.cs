namespace TransVox.Contract.Dubbing;

/// <summary>What a language can be dubbed into.</summary>
/// <param name="Source">Language of the video.</param>
/// <param name="Targets">Languages to dub into; null: any that can be spoken.</param>
public sealed record LanguagePairs(string Source, IReadOnlyList<string>? Targets);
