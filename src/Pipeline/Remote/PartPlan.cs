namespace TransVox.Pipeline.Remote;

/// <summary>Cuts a recording into parts at its pauses. Pure; levels are in dB, one for each 10 ms.</summary>
internal static class PartPlan
{
    private const double FrameSeconds = 0.01;

    // Shorter silences occur inside words: before a stop consonant.
    private const int ShortestPause = 30;

    // Sound around a cut that had to be made where somebody may be speaking: enough for a few words on either side.
    private const double Overlap = 3;

    /// <summary>Plans parts of at most so many seconds, and twice the overlap more where a cut is not in a pause.</summary>
    public static IReadOnlyList<AudioPart> Create(double[] levels, double duration, double mostSeconds)
    {
        var threshold = Threshold(levels);
        var parts = new List<AudioPart>();
        var (start, from) = (0.0, 0.0);
        while (duration - start > mostSeconds)
        {
            var (cut, inPause) = Cut(levels, threshold, start + (mostSeconds * 0.6), start + mostSeconds);
            var overlap = inPause ? 0 : Overlap;
            parts.Add(new AudioPart(from, Math.Min(duration, cut + overlap), start, cut));
            (start, from) = (cut, Math.Max(start, cut - overlap));
        }

        parts.Add(new AudioPart(from, duration, start, duration));
        return parts;
    }

    /// <summary>Middle of the longest pause; the quietest place where there is none.</summary>
    private static (double Cut, bool InPause) Cut(double[] levels, double threshold, double from, double to)
    {
        var last = Math.Min(levels.Length, (int)(to / FrameSeconds));
        var first = Math.Min(last - 1, (int)(from / FrameSeconds));
        var (longest, end, run, quietest) = (0, first, 0, first);
        for (var i = first; i < last; i++)
        {
            run = levels[i] < threshold ? run + 1 : 0;
            if (run > longest)
            {
                (longest, end) = (run, i + 1);
            }

            quietest = levels[i] < levels[quietest] ? i : quietest;
        }

        return longest >= ShortestPause
            ? ((end - (longest / 2)) * FrameSeconds, true)
            : (quietest * FrameSeconds, false);
    }

    /// <summary>A third of the way up from the quiet to the loud, and well below the loud: where nobody pauses, all is loud.</summary>
    private static double Threshold(double[] levels)
    {
        if (levels.Length == 0)
        {
            return 0;
        }

        var sorted = (double[])levels.Clone();
        Array.Sort(sorted);
        var low = sorted[(int)(0.10 * (sorted.Length - 1))];
        var high = sorted[(int)(0.95 * (sorted.Length - 1))];
        return Math.Min(low + Math.Max(4, 0.35 * (high - low)), high - 15);
    }
}
