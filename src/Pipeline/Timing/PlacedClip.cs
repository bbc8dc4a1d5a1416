namespace TransVox.Pipeline.Timing;

/// <summary>Where a clip goes in the dub. It sounds to its end.</summary>
/// <param name="Cue">Index of the cue.</param>
/// <param name="File">Clip.</param>
/// <param name="Start">Seconds from the start of the video.</param>
/// <param name="Tempo">How much faster it is played.</param>
/// <param name="Seconds">How long it sounds at this tempo.</param>
internal sealed record PlacedClip(int Cue, string File, double Start, double Tempo, double Seconds)
{
    public double End => Start + Seconds;
}
