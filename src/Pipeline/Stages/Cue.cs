namespace TransVox.Pipeline.Stages;

/// <summary>One timed piece of speech. Times are seconds from the start of the video.</summary>
/// <param name="Text">Plain text; lines are separated by line feeds, and a line that begins with a dash is a speaker's turn.</param>
/// <param name="Markup">How brought subtitles showed it, or null when there is nothing to show but the text.</param>
public sealed record Cue(
    int Index,
    double Start,
    double End,
    string Text,
    string? Translation = null,
    double? Confidence = null,
    string? Speaker = null,
    CueMarkup? Markup = null)
{
    /// <summary>Length of the slot in seconds.</summary>
    public double Duration => End - Start;
}
