namespace TransVox.Pipeline.Stages;

/// <summary>One timed piece of speech. Times are seconds from the start of the video.</summary>
public sealed record Cue(
    int Index,
    double Start,
    double End,
    string Text,
    string? Translation = null,
    double? Confidence = null,
    string? Speaker = null)
{
    /// <summary>Confidence below which what was recognized is usually wrong.</summary>
    public const double LowConfidence = 0.4;

    /// <summary>Length of the slot in seconds.</summary>
    public double Duration => End - Start;
}
