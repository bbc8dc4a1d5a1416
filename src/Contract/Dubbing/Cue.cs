namespace TransVox.Contract.Dubbing;

/// <summary>One timed piece of speech. Times are seconds from the start of the video.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="Text">What is said.</param>
/// <param name="Translation">What the dub says.</param>
/// <param name="Confidence">Of the recognition, 0–1.</param>
/// <param name="Speaker">Label of who says it.</param>
/// <param name="FullTranslation">The translation before the service made it shorter to fit, where it did.</param>
/// <param name="Marks">Codes of what the service wants somebody to look at.</param>
public sealed record Cue(
    int Index,
    double Start,
    double End,
    string Text,
    string? Translation = null,
    double? Confidence = null,
    string? Speaker = null,
    string? FullTranslation = null,
    IReadOnlyList<string>? Marks = null)
{
    /// <summary>Length of the slot in seconds.</summary>
    public double Duration => End - Start;
}
