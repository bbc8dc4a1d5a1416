using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Recognition;

/// <summary>
/// Cuts long recordings into parts that a recognizer takes at once: in pauses, and without the silence in which recognizers invent
/// text. Only where somebody speaks on for longer than a part may last, two parts overlap.
/// </summary>
internal static class AudioParts
{
    // Speech begins softly: this much silence stays on both sides of it.
    private const double Margin = 0.3;
    private const double OverlapSeconds = 4;

    /// <summary>The parts of a recording, in order; none where nobody speaks. Pure.</summary>
    /// <param name="map">Where somebody speaks.</param>
    /// <param name="maxSeconds">Most seconds of one part, at least 10.</param>
    public static IReadOnlyList<AudioPart> Plan(SpeechMap map, double maxSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSeconds, 10);
        var parts = new List<AudioPart>();
        var pending = new List<SpeechSpan>();
        foreach (var piece in Pieces(map))
        {
            if (pending.Sum(p => p.Length) + piece.Length > maxSeconds && pending.Count > 0)
            {
                Close(parts, pending, piece.Start, maxSeconds);
            }

            pending.Add(Cut(parts, pending, piece, maxSeconds));
        }

        if (pending.Count > 0)
        {
            parts.Add(Part(parts, pending));
        }

        return parts;
    }

    /// <summary>Writes the sound of a part to a WAV file of its own.</summary>
    public static void Write(string recording, AudioPart part, string target)
    {
        using var reader = WavReader.Open(recording);
        using var writer = new WavWriter(target, reader.Format);
        var buffer = new short[reader.Format.SampleRate * reader.Format.Channels];
        foreach (var piece in part.Pieces)
        {
            var from = (long)(piece.Start * reader.Format.SampleRate);
            var left = ((long)(piece.End * reader.Format.SampleRate) - from) * reader.Format.Channels;
            reader.Seek(from);
            int read;
            while (left > 0 && (read = reader.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, left)))) > 0)
            {
                writer.Write(buffer.AsSpan(0, read));
                left -= read;
            }
        }
    }

    /// <summary>Speech with its margins; what comes close to each other is one piece.</summary>
    private static List<SpeechSpan> Pieces(SpeechMap map)
    {
        var pieces = new List<SpeechSpan>();
        foreach (var span in map.Spans)
        {
            var piece = new SpeechSpan(Math.Max(0, span.Start - Margin), Math.Min(map.Duration, span.End + Margin));
            if (pieces.Count > 0 && piece.Start < pieces[^1].End)
            {
                // Two margins meet in the middle of a pause: still a place to cut, and no sound is in two pieces.
                var middle = (pieces[^1].End + piece.Start) / 2;
                pieces[^1] = pieces[^1] with { End = middle };
                piece = piece with { Start = middle };
            }

            pieces.Add(piece);
        }

        return pieces;
    }

    /// <summary>Makes a part of what is pending, up to the longest pause from half its length on: the more silence, the better the cut.</summary>
    private static void Close(List<AudioPart> parts, List<SpeechSpan> pending, double next, double maxSeconds)
    {
        var (cut, longest) = (pending.Count, next - pending[^1].End);
        double length = 0;
        for (var i = 1; i < pending.Count; i++)
        {
            length += pending[i - 1].Length;
            var pause = pending[i].Start - pending[i - 1].End;
            if (length >= maxSeconds / 2 && pause > longest)
            {
                (cut, longest) = (i, pause);
            }
        }

        parts.Add(Part(parts, pending[..cut]));
        pending.RemoveRange(0, cut);
    }

    /// <summary>Cuts a piece that is too long by itself into overlapping parts; returns what is left of it.</summary>
    private static SpeechSpan Cut(List<AudioPart> parts, List<SpeechSpan> pending, SpeechSpan piece, double maxSeconds)
    {
        while (pending.Sum(p => p.Length) + piece.Length > maxSeconds)
        {
            if (pending.Count > 0)
            {
                parts.Add(Part(parts, pending));
                pending.Clear();
                continue;
            }

            var end = piece.Start + maxSeconds;
            parts.Add(Part(parts, [piece with { End = end }]));
            piece = piece with { Start = end - OverlapSeconds };
        }

        return piece;
    }

    private static AudioPart Part(List<AudioPart> parts, IEnumerable<SpeechSpan> pieces)
    {
        var list = pieces.ToList();
        return new AudioPart(list, parts.Count > 0 ? Math.Max(0, parts[^1].End - list[0].Start) : 0);
    }
}
