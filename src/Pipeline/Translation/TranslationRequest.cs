using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Translation;

/// <summary>Lines to translate, in the order in which they are said, with what surrounds them.</summary>
/// <param name="Before">Lines said before, not to be translated.</param>
/// <param name="After">Lines said after, not to be translated.</param>
/// <param name="Style">How it should sound, in the user's words, or null.</param>
/// <param name="Formality"><c>formal</c>, <c>informal</c> or null.</param>
internal sealed record TranslationRequest(
    string SourceLanguage,
    string TargetLanguage,
    IReadOnlyList<SourceLine> Before,
    IReadOnlyList<SourceLine> Lines,
    IReadOnlyList<SourceLine> After,
    IReadOnlyList<GlossaryTerm> Glossary,
    string? Style = null,
    string? Formality = null);
