using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Embedded;

/// <summary>Takes an estimated centre out of a stereo recording.</summary>
internal static class CentreSubtraction
{
    private const int PieceFrames = 1 << 15;

    /// <summary>Writes <paramref name="stereoPath"/> minus the centre, scaled so that as much energy as possible goes.</summary>
    public static void Subtract(string stereoPath, string centrePath, string outputPath, CancellationToken cancellationToken)
    {
        using var stereo = WavReader.Open(stereoPath);
        using var centre = WavReader.Open(centrePath);
        var gain = Gain(stereo, centre, cancellationToken);
        stereo.Seek(0);
        centre.Seek(0);
        using var output = new WavWriter(outputPath, PcmFormat.Stereo48);
        var frames = new short[PieceFrames * 2];
        var voice = new short[PieceFrames];
        int read;
        while ((read = stereo.Read(frames)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(voice);
            centre.Read(voice.AsSpan(0, read / 2));
            for (var i = 0; i < read / 2; i++)
            {
                var taken = gain * voice[i];
                frames[2 * i] = AudioMath.ToSample(frames[2 * i] - taken);
                frames[(2 * i) + 1] = AudioMath.ToSample(frames[(2 * i) + 1] - taken);
            }

            output.Write(frames.AsSpan(0, read));
        }
    }

    /// <summary>Least squares: the factor at which the centre explains most of the middle of the recording.</summary>
    private static double Gain(WavReader stereo, WavReader centre, CancellationToken cancellationToken)
    {
        var frames = new short[PieceFrames * 2];
        var voice = new short[PieceFrames];
        double product = 0;
        double power = 0;
        int read;
        while ((read = stereo.Read(frames)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var got = centre.Read(voice.AsSpan(0, read / 2));
            for (var i = 0; i < got; i++)
            {
                product += (frames[2 * i] + frames[(2 * i) + 1]) / 2.0 * voice[i];
                power += (double)voice[i] * voice[i];
            }
        }

        return power <= 0 ? 0 : Math.Clamp(product / power, 0, 1.5);
    }
}
