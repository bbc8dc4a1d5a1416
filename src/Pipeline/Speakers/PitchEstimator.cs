using TransVox.Pipeline.Speech;

namespace TransVox.Pipeline.Speakers;

/// <summary>Finds how high a voice is, by normalized autocorrelation of short frames. Pure.</summary>
internal static class PitchEstimator
{
    private const double Lowest = 60;
    private const double Highest = 500;
    private const double FrameSeconds = 0.04;
    private const double HopSeconds = 0.02;

    // A frame that resembles itself less than this one period later is noise, or a consonant.
    private const double Voiced = 0.6;

    // Two periods resemble each other as one does: the shortest lag that is nearly as good as the best is the period.
    private const double NearlyBest = 0.9;

    // Frames this much softer than the loudest are rests of other sounds.
    private const double Softest = 0.1;
    private const int FewestFrames = 10;

    // Between most men and most women, and between most women and most children.
    private const double LowToHigh = 165;
    private const double HighToChild = 270;

    /// <summary>The range of a pitch; where it is not known, that of the usual voice.</summary>
    public static VoiceRange RangeOf(double? pitch) => pitch switch
    {
        null or < LowToHigh => VoiceRange.Low,
        < HighToChild => VoiceRange.High,
        _ => VoiceRange.Child,
    };

    /// <summary>Median pitch in hertz, or null where too little is voiced.</summary>
    public static double? Median(ReadOnlySpan<short> samples, int sampleRate)
    {
        var frame = (int)(FrameSeconds * sampleRate);
        var hop = (int)(HopSeconds * sampleRate);
        var longest = (int)(sampleRate / Lowest);
        var shortest = (int)(sampleRate / Highest);
        var starts = new List<(int Start, double Energy)>();
        for (var start = 0; start + frame + longest < samples.Length; start += hop)
        {
            starts.Add((start, Energy(samples.Slice(start, frame))));
        }

        if (starts.Count == 0)
        {
            return null;
        }

        var floor = starts.Max(one => one.Energy) * Softest * Softest;
        var pitches = new List<double>();
        foreach (var (start, energy) in starts)
        {
            if (energy > floor && PeriodAt(samples.Slice(start, frame + longest), frame, shortest, longest, energy) is { } period)
            {
                pitches.Add(sampleRate / period);
            }
        }

        pitches.Sort();
        return pitches.Count < FewestFrames ? null : Math.Round(pitches[pitches.Count / 2], 1);
    }

    private static double? PeriodAt(ReadOnlySpan<short> samples, int frame, int shortest, int longest, double energy)
    {
        Span<double> likeness = stackalloc double[longest + 1];
        var best = 0.0;
        var shifted = Energy(samples.Slice(shortest, frame));
        for (var lag = shortest; lag < longest; lag++)
        {
            likeness[lag] = shifted <= 0 ? 0 : Product(samples, lag, frame) / Math.Sqrt(energy * shifted);
            best = Math.Max(best, likeness[lag]);
            shifted += Square(samples[lag + frame]) - Square(samples[lag]);
        }

        if (best < Voiced)
        {
            return null;
        }

        for (var lag = shortest + 1; lag < longest - 1; lag++)
        {
            if (likeness[lag] >= NearlyBest * best && likeness[lag] >= likeness[lag - 1] && likeness[lag] > likeness[lag + 1])
            {
                return lag + Peak(likeness[lag - 1], likeness[lag], likeness[lag + 1]);
            }
        }

        return null;
    }

    /// <summary>Where between samples the top of a parabola through three points is.</summary>
    private static double Peak(double before, double at, double after)
    {
        var bend = before - (2 * at) + after;
        return bend >= 0 ? 0 : 0.5 * (before - after) / bend;
    }

    private static double Product(ReadOnlySpan<short> samples, int lag, int frame)
    {
        long sum = 0;
        for (var i = 0; i < frame; i++)
        {
            sum += samples[i] * samples[i + lag];
        }

        return sum;
    }

    private static double Energy(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += Square(sample);
        }

        return sum;
    }

    private static double Square(short sample) => (double)sample * sample;
}
