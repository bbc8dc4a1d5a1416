using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Embedded;

/// <summary>Finds where somebody speaks, by energy. Pure; frames are 10 ms as the recognizer counts them.</summary>
internal static class SpeechSegmenter
{
    public const int SampleRate = 16_000;
    private const int FramesPerSecond = 100;
    private const int Hop = SampleRate / FramesPerSecond;
    private const double PreEmphasis = 0.95;
    private const int MinGap = 30;
    private const int Pad = 20;
    private const int MaxLength = 1500;
    private const int MinLength = 12;
    private const double SilenceLevel = -75;

    /// <summary>
    /// Level in dB of 20 ms windows, one per 10 ms, after pre-emphasis (which lifts speech over rumble). The sound is read in
    /// pieces and passed on, so that an hour of it takes no more memory than a minute.
    /// </summary>
    public static double[] Levels(WavReader wav, Action<ReadOnlySpan<short>> onPiece)
    {
        var energies = new List<double>((int)(wav.Frames / Hop) + 1);
        var piece = new short[Hop * 100];
        short previous = 0;
        int read;
        while ((read = wav.Read(piece)) > 0)
        {
            onPiece(piece.AsSpan(0, read));
            for (var start = 0; start + Hop <= read; start += Hop)
            {
                double sum = 0;
                foreach (var sample in piece.AsSpan(start, Hop))
                {
                    var value = (sample - (PreEmphasis * previous)) / 32768.0;
                    sum += value * value;
                    previous = sample;
                }

                energies.Add(sum);
            }
        }

        var levels = new double[energies.Count];
        for (var i = 0; i < levels.Length; i++)
        {
            var next = energies[Math.Min(i + 1, levels.Length - 1)];
            levels[i] = 10 * Math.Log10(((energies[i] + next) / (2 * Hop)) + 1e-12);
        }

        return levels;
    }

    /// <summary>The decision over levels.</summary>
    public static List<SpeechSegment> FromLevels(double[] levels)
    {
        if (levels.Length == 0)
        {
            return [];
        }

        var sorted = (double[])levels.Clone();
        Array.Sort(sorted);
        var low = Percentile(sorted, 0.10);
        var high = Percentile(sorted, 0.95);
        if (high < SilenceLevel)
        {
            return [];
        }

        var threshold = low + Math.Max(4, 0.35 * (high - low));
        var segments = new List<SpeechSegment>();
        foreach (var run in Runs(levels, threshold))
        {
            Split(new SpeechSegment(Math.Max(0, run.Start - Pad), Math.Min(levels.Length, run.End + Pad)), levels, segments);
        }

        return segments;
    }

    private static List<SpeechSegment> Runs(double[] levels, double threshold)
    {
        var runs = new List<SpeechSegment>();
        var start = -1;
        var last = -1;
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] < threshold)
            {
                continue;
            }

            if (start >= 0 && i - last > MinGap)
            {
                Add(runs, start, last + 1);
                start = i;
            }

            start = start < 0 ? i : start;
            last = i;
        }

        if (start >= 0)
        {
            Add(runs, start, last + 1);
        }

        return runs;
    }

    private static void Add(List<SpeechSegment> runs, int start, int end)
    {
        if (end - start < MinLength)
        {
            return;
        }

        // Padding must not make neighbours overlap: with gaps of at least 0.3 s and two pads of 0.2 s they could.
        if (runs.Count > 0 && start - Pad < runs[^1].End + Pad)
        {
            var middle = (start + runs[^1].End) / 2;
            runs[^1] = runs[^1] with { End = middle - Pad };
            start = middle + Pad;
        }

        runs.Add(new SpeechSegment(start, end));
    }

    /// <summary>Recognizers lose track in long segments: cut at the quietest place.</summary>
    private static void Split(SpeechSegment segment, double[] levels, List<SpeechSegment> into)
    {
        while (segment.Length > MaxLength)
        {
            // The first part stays between a third of the limit and the limit.
            var from = segment.Start + (MaxLength / 3);
            var to = segment.Start + MaxLength;
            var cut = from;
            for (var i = from; i < to; i++)
            {
                if (levels[i] < levels[cut])
                {
                    cut = i;
                }
            }

            into.Add(segment with { End = cut });
            segment = segment with { Start = cut };
        }

        if (segment.Length > 0)
        {
            into.Add(segment);
        }
    }

    private static double Percentile(double[] sorted, double fraction) =>
        sorted[Math.Clamp((int)(fraction * (sorted.Length - 1)), 0, sorted.Length - 1)];
}
