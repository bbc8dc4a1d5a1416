namespace TransVox.Pipeline.Media;

/// <summary>Measures over sound files, read in pieces.</summary>
public static class AudioMath
{
    private const int Piece = 1 << 16;

    /// <summary>Largest sample, 0–1.</summary>
    public static double Peak(WavReader wav)
    {
        var peak = 0;
        ForEachPiece(wav, samples =>
        {
            foreach (var sample in samples)
            {
                peak = Math.Max(peak, Math.Abs((int)sample));
            }
        });
        return peak / 32768.0;
    }

    /// <summary>Root mean square of the difference of the two channels in dB of full scale; −120 for silence and mono files.</summary>
    public static double SideLevel(WavReader stereo)
    {
        if (stereo.Format.Channels != 2)
        {
            return -120;
        }

        double sum = 0;
        ForEachPiece(stereo, samples =>
        {
            for (var i = 0; i + 1 < samples.Length; i += 2)
            {
                var side = (samples[i] - samples[i + 1]) / 65536.0;
                sum += side * side;
            }
        });
        return Decibels(Math.Sqrt(sum / Math.Max(1, stereo.Frames)));
    }

    /// <summary>Amplitude as dB, not below −120.</summary>
    public static double Decibels(double amplitude) => amplitude <= 1e-6 ? -120 : 20 * Math.Log10(amplitude);

    /// <summary>dB as amplitude.</summary>
    public static double Amplitude(double decibels) => Math.Pow(10, decibels / 20);

    /// <summary>Rounds to a sample, limiting at full scale.</summary>
    public static short ToSample(double value) => (short)Math.Clamp(Math.Round(value), short.MinValue, short.MaxValue);

    private static void ForEachPiece(WavReader wav, SamplesAction action)
    {
        var buffer = new short[Piece];
        wav.Seek(0);
        int read;
        while ((read = wav.Read(buffer)) > 0)
        {
            action(buffer.AsSpan(0, read));
        }

        wav.Seek(0);
    }

    private delegate void SamplesAction(ReadOnlySpan<short> samples);
}
