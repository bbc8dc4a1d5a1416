namespace TransVox.Pipeline.Recognition;

/// <summary>A stretch of sound in seconds from the start of the file.</summary>
internal readonly record struct SpeechSpan(double Start, double End)
{
    public double Length => End - Start;

    /// <summary>Seconds that both have in common.</summary>
    public double Overlap(double start, double end) => Math.Max(0, Math.Min(End, end) - Math.Max(Start, start));
}
