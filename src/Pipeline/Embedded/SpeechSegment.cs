namespace TransVox.Pipeline.Embedded;

/// <summary>A stretch of speech in frames of 10 ms; the end is exclusive.</summary>
internal readonly record struct SpeechSegment(int Start, int End)
{
    public int Length => End - Start;
}
