using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Sounds that tests are made of: real synthesized speech, silence, noise, music.</summary>
internal static class Sound
{
    public const int Rate = 16_000;

    /// <summary>Speech of flite, a program of its own, as 16 kHz mono.</summary>
    public static async Task<short[]> SpeakAsync(ProcessRunner runner, TempDirectory directory, string text, string voice = "slt")
    {
        var wav = directory.File($"flite-{Directory.GetFiles(directory.Path).Length}.wav");
        await runner.RunCheckedAsync(Programs.Helper("flite", ["-voice", voice, "-t", text, "-o", wav]), CancellationToken.None);
        var converted = wav + ".16k.wav";
        await Programs.FfmpegAsync(runner, "-i", wav, "-ar", "16000", "-ac", "1", converted);
        using var reader = WavReader.Open(converted);
        return reader.ReadAll();
    }

    public static short[] Silence(double seconds) => new short[(int)(seconds * Rate)];

    /// <summary>Noise as of wind or a crowd far away, at about −20 dB.</summary>
    public static short[] Noise(double seconds)
    {
        var random = new Random(1);
        double level = 0;
        return [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(_ => (short)(level = (0.9 * level) + (random.NextDouble() * 1600) - 800))];
    }

    /// <summary>Three-part chords with a beat, at about −12 dB.</summary>
    public static short[] Music(double seconds) => [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(i =>
    {
        var t = (double)i / Rate;
        double[] chord = (int)(t / 2) % 2 == 0 ? [220, 277, 330] : [196, 247, 294];
        var beat = 0.4 + (0.6 * Math.Exp(-6 * (t % 0.5)));
        return (short)(chord.Sum(f => Math.Sin(2 * Math.PI * f * t)) * 2700 * beat);
    })];

    public static void Write(string path, params ReadOnlySpan<short[]> pieces)
    {
        using var writer = new WavWriter(path, PcmFormat.Mono16);
        foreach (var piece in pieces)
        {
            writer.Write(piece);
        }
    }
}
