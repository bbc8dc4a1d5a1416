namespace TransVox.Cli.Contract;

/// <summary>One timed piece of speech; times are seconds from the start of the video.</summary>
internal sealed record Cue(
    int Index,
    double Start,
    double End,
    string Text,
    string? Translation = null,
    double? Confidence = null,
    string? Speaker = null,
    string? FullTranslation = null,
    IReadOnlyList<string>? Marks = null);
