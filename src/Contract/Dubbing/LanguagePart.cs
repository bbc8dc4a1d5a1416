namespace TransVox.Contract.Dubbing;

/// <summary>What some of the stages can do; a list that is null was not declared.</summary>
/// <param name="Recognized">Languages whose speech can be recognized.</param>
/// <param name="Pairs">What can be translated into what.</param>
/// <param name="Targets">Languages that come out, with their voices where they are spoken.</param>
public sealed record LanguagePart(
    IReadOnlyList<string>? Recognized = null, IReadOnlyList<LanguagePairs>? Pairs = null, IReadOnlyList<TargetLanguage>? Targets = null);
