namespace TransVox.Pipeline.Recognition;

/// <summary>
/// A part of a recording that is recognized by itself: stretches with speech, one after the other, without the silence between them.
/// </summary>
/// <param name="Pieces">Stretches of the recording, in order.</param>
/// <param name="Overlap">Seconds that its first piece shares with the last one of the part before: somebody speaks without a pause.</param>
internal sealed record AudioPart(IReadOnlyList<SpeechSpan> Pieces, double Overlap = 0)
{
    public double Start => Pieces[0].Start;

    public double End => Pieces[^1].End;

    /// <summary>Seconds of sound in the part.</summary>
    public double Length => Pieces.Sum(piece => piece.Length);

    /// <summary>From a time in the part to the time in the recording; a time that cannot be is brought to the nearest that can.</summary>
    public double ToRecording(double time) => PieceAt(time) is var (piece, offset) ? Math.Clamp(piece.Start + time - offset, piece.Start, piece.End) : time;

    /// <summary>The same for something with a length: both ends fall into the piece that holds its middle.</summary>
    public (double Start, double End) ToRecording(double start, double end)
    {
        var (piece, offset) = PieceAt((start + end) / 2);
        double Map(double time) => Math.Clamp(piece.Start + time - offset, piece.Start, piece.End);
        return (Map(start), Map(end));
    }

    private (SpeechSpan Piece, double Offset) PieceAt(double time)
    {
        double offset = 0;
        foreach (var piece in Pieces)
        {
            if (time < offset + piece.Length)
            {
                return (piece, offset);
            }

            offset += piece.Length;
        }

        return (Pieces[^1], offset - Pieces[^1].Length);
    }
}
