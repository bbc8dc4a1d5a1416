using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Makes room for the dub where the original voice could not be taken out: it is turned down while a cue lasts.</summary>
internal static class Ducking
{
    private const double DuckedLevel = -20;
    private const double Ramp = 0.12;

    /// <summary>Writes the background with its level lowered during cues.</summary>
    public static void Apply(string input, string output, IReadOnlyList<Cue> cues, CancellationToken cancellationToken)
    {
        using var reader = WavReader.Open(input);
        using var writer = new WavWriter(output, reader.Format);
        var ordered = cues.OrderBy(cue => cue.Start).ToList();
        var buffer = new short[reader.Format.Channels * (reader.Format.SampleRate / 4)];
        long frame = 0;
        var first = 0;
        int read;
        while ((read = reader.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var seconds = (double)frame / reader.Format.SampleRate;
            while (first < ordered.Count && ordered[first].End + Ramp < seconds)
            {
                first++;
            }

            Lower(buffer.AsSpan(0, read), reader.Format, seconds, ordered, first);
            writer.Write(buffer.AsSpan(0, read));
            frame += read / reader.Format.Channels;
        }
    }

    /// <summary>How much is taken away at a time, 0–1.</summary>
    public static double Depth(double seconds, Cue cue) => Math.Clamp(
        Math.Min((seconds - cue.Start + Ramp) / Ramp, (cue.End + Ramp - seconds) / Ramp), 0, 1);

    private static void Lower(Span<short> samples, PcmFormat format, double start, List<Cue> cues, int first)
    {
        var end = start + ((double)samples.Length / format.Channels / format.SampleRate);
        var low = AudioMath.Amplitude(DuckedLevel);
        for (var i = 0; i < samples.Length; i += format.Channels)
        {
            var seconds = start + ((double)(i / format.Channels) / format.SampleRate);
            double depth = 0;
            for (var c = first; c < cues.Count && cues[c].Start - Ramp < end; c++)
            {
                depth = Math.Max(depth, Depth(seconds, cues[c]));
            }

            var gain = 1 - (depth * (1 - low));
            for (var channel = 0; channel < format.Channels; channel++)
            {
                samples[i + channel] = AudioMath.ToSample(samples[i + channel] * gain);
            }
        }
    }
}
