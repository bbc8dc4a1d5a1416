using TransVox.Pipeline.Media;
using TransVox.Pipeline.Recognition;

namespace TransVox.ModelServer.Models;

/// <summary>Hears the numbers of <see cref="Tones"/>, by Goertzel's algorithm; digits that are not four in a row are no number.</summary>
internal static class ToneRecognizer
{
    public const string Model = "tones";

    // A frame is a sixth of a digit.
    private const int Frame = 160;
    private const double FrameSeconds = (double)Frame / Tones.Rate;

    // Silence within a number is three frames; what is longer ends it.
    private const int LongestGap = 5;
    private const int PhraseGap = 25;

    /// <summary>Numbers as words, in a segment for each phrase.</summary>
    public static IReadOnlyList<IReadOnlyList<RecognizedWord>> Hear(WavReader wav)
    {
        var digits = Digits(wav);
        var segments = new List<List<RecognizedWord>>();
        for (var i = 0; i + Tones.Digits <= digits.Count; i++)
        {
            var number = digits.GetRange(i, Tones.Digits);
            if (number.Zip(number.Skip(1)).Any(pair => pair.Second.First - pair.First.Last > LongestGap))
            {
                continue;
            }

            i += Tones.Digits - 1;
            var (start, end) = (number[0].First * FrameSeconds, (number[^1].Last + 1) * FrameSeconds);
            if (segments.Count == 0 || start - segments[^1][^1].End > PhraseGap * FrameSeconds)
            {
                segments.Add([]);
            }

            segments[^1].Add(new RecognizedWord(start, end, string.Concat(number.Select(digit => digit.Digit)), 1));
        }

        return segments;
    }

    /// <summary>Whole digits with their first and last frame; one that lasts too short was cut.</summary>
    private static List<(char Digit, int First, int Last)> Digits(WavReader wav)
    {
        var digits = new List<(char, int First, int Last)>();
        var samples = new short[Frame];
        var (current, first, frame) = ('\0', 0, 0);
        for (; wav.Read(samples) == Frame; frame++)
        {
            var heard = Digit(samples);
            if (heard == current)
            {
                continue;
            }

            End(frame);
            (current, first) = (heard, frame);
        }

        End(frame);
        return digits;

        void End(int next)
        {
            if (current != '\0' && next - first >= (Tones.DigitSamples / Frame) - 1)
            {
                digits.Add((current, first, next - 1));
            }
        }
    }

    private static char Digit(short[] samples)
    {
        var (row, low) = Strongest(samples, Tones.Low);
        var (column, high) = Strongest(samples, Tones.High);
        return Math.Min(low, high) < 1000 ? '\0' : Tones.Rows[row][column];
    }

    private static (int Index, double Amplitude) Strongest(short[] samples, double[] tones)
    {
        var (best, most) = (0, 0.0);
        for (var i = 0; i < tones.Length; i++)
        {
            var amplitude = Amplitude(samples, tones[i]);
            if (amplitude > most)
            {
                (best, most) = (i, amplitude);
            }
        }

        return (best, most);
    }

    private static double Amplitude(short[] samples, double tone)
    {
        var factor = 2 * Math.Cos(2 * Math.PI * tone / Tones.Rate);
        var (last, before) = (0.0, 0.0);
        foreach (var sample in samples)
        {
            (last, before) = (sample + (factor * last) - before, last);
        }

        return Math.Sqrt(Math.Max(0, (last * last) + (before * before) - (factor * last * before))) * 2 / samples.Length;
    }
}
