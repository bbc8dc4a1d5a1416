using TransVox.Pipeline.Media;

namespace TransVox.ModelServer.Models;

/// <summary>
/// Spoken numbers of a kind that a machine hears without doubt: four digits, each as the pair of tones that telephones dial with. What
/// is cut in the middle is heard as something else, or not at all.
/// </summary>
public static class Tones
{
    internal const int Rate = 16_000;
    internal const int Digits = 4;
    internal const int DigitSamples = 960;
    internal const int GapSamples = 480;

    internal static readonly double[] Low = [697, 770, 852, 941];
    internal static readonly double[] High = [1209, 1336, 1477];
    internal static readonly string[] Rows = ["123", "456", "789", "*0#"];

    /// <summary>Seconds of one number.</summary>
    public const double NumberSeconds = Digits * (DigitSamples + GapSamples) / (double)Rate;

    /// <summary>Writes 16 kHz mono: numbers, each with the silence after it in seconds.</summary>
    public static void Write(string path, IEnumerable<(int Number, double Pause)> numbers)
    {
        using var wav = new WavWriter(path, PcmFormat.Mono16);
        foreach (var (number, pause) in numbers)
        {
            foreach (var digit in number.ToString("0000", System.Globalization.CultureInfo.InvariantCulture))
            {
                wav.Write(Digit(digit));
                wav.Write(new short[GapSamples]);
            }

            wav.Write(new short[(int)(pause * Rate)]);
        }
    }

    private static short[] Digit(char digit)
    {
        var row = Array.FindIndex(Rows, keys => keys.Contains(digit, StringComparison.Ordinal));
        var (low, high) = (Low[row], High[Rows[row].IndexOf(digit, StringComparison.Ordinal)]);
        return [.. Enumerable.Range(0, DigitSamples).Select(i => AudioMath.ToSample(
            8000 * (Math.Sin(2 * Math.PI * low * i / Rate) + Math.Sin(2 * Math.PI * high * i / Rate))))];
    }
}
