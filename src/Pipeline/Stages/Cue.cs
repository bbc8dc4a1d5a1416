namespace TransVox.Pipeline.Stages;

/// <summary>One timed piece of speech. Times are seconds from the start of the video.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="Text">Plain text of what is said; lines are separated by line feeds, and a line that begins with a dash is a speaker's turn.</param>
/// <param name="Translation">What the dub says.</param>
/// <param name="Confidence">Of the recognition, 0–1.</param>
/// <param name="Speaker">Label of who says it.</param>
/// <param name="FullTranslation">The translation before it was made shorter to fit, where it was.</param>
/// <param name="Marks">What a person should look at: <c>not_translated</c>, <c>foreign_text</c>, <c>source_language</c>, <c>lost_fact</c>, <c>shortened</c>.</param>
/// <param name="Markup">How brought subtitles showed it, or null when there is nothing to show but the text.</param>
public sealed record Cue(
    int Index,
    double Start,
    double End,
    string Text,
    string? Translation = null,
    double? Confidence = null,
    string? Speaker = null,
    string? FullTranslation = null,
    IReadOnlyList<string>? Marks = null,
    CueMarkup? Markup = null)
{
    /// <summary>Confidence below which what was recognized is usually wrong.</summary>
    public const double LowConfidence = 0.4;

    /// <summary>Length of the slot in seconds.</summary>
    public double Duration => End - Start;

    /// <summary>The cue with one mark more.</summary>
    public Cue Mark(string mark) => Marks?.Contains(mark) == true ? this : this with { Marks = [.. Marks ?? [], mark] };
}
