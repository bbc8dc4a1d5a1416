using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Speech;

/// <summary>Cuts silence at both ends of a spoken clip, so that it starts when its cue does.</summary>
internal static class SilenceTrimmer
{
    private const int Threshold = 160;
    private const double Margin = 0.01;

    /// <returns>Seconds that are left; 0 when nothing can be heard.</returns>
    public static double Trim(string path)
    {
        short[] samples;
        PcmFormat format;
        using (var wav = WavReader.Open(path))
        {
            samples = wav.ReadAll();
            format = wav.Format;
        }

        var first = Array.FindIndex(samples, sample => Math.Abs((int)sample) > Threshold);
        if (first < 0)
        {
            return 0;
        }

        var last = Array.FindLastIndex(samples, sample => Math.Abs((int)sample) > Threshold);
        var margin = (int)(Margin * format.SampleRate) * format.Channels;
        var from = Math.Max(0, first - margin) / format.Channels * format.Channels;
        var to = Math.Min(samples.Length, last + margin) / format.Channels * format.Channels;
        using var output = new WavWriter(path, format);
        output.Write(samples.AsSpan(from, Math.Max(0, to - from)));
        return (double)(to - from) / format.Channels / format.SampleRate;
    }
}
