using System.Buffers.Binary;

namespace TransVox.Pipeline.Media;

/// <summary>
/// The shape of a sound, small enough to draw: least and greatest sample of each 20 ms, in the binary format of audiowaveform
/// (version 2, 8 bits). An hour of speech takes 360 KB.
/// </summary>
public static class Waveform
{
    /// <summary>Pairs of least and greatest sample for each second.</summary>
    public const int PairsPerSecond = 50;

    private const int HeaderBytes = 24;
    private const int Version = 2;
    private const int EightBits = 1;

    /// <summary>Writes the shape of a mono WAV file.</summary>
    /// <param name="wav">16-bit PCM with one channel.</param>
    /// <param name="target">File to write.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">Not such a file.</exception>
    public static void Write(string wav, string target, CancellationToken cancellationToken)
    {
        using var sound = WavReader.Open(wav);
        if (sound.Format.Channels != 1)
        {
            throw new InvalidDataException($"Expected one channel, found {sound.Format.Channels}.");
        }

        var samplesPerPair = sound.Format.SampleRate / PairsPerSecond;
        using var file = File.Create(target);
        var pairs = (int)((sound.Frames + samplesPerPair - 1) / samplesPerPair);
        file.Write(Header(sound.Format.SampleRate, samplesPerPair, pairs));
        // A second at a time.
        var samples = new short[samplesPerPair * PairsPerSecond];
        Span<byte> shape = stackalloc byte[2 * PairsPerSecond];
        for (var read = sound.Read(samples); read > 0; read = sound.Read(samples))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = 0;
            for (var from = 0; from < read; from += samplesPerPair)
            {
                var (least, greatest) = Extremes(samples.AsSpan(from, Math.Min(samplesPerPair, read - from)));
                shape[bytes++] = (byte)(sbyte)(least >> 8);
                shape[bytes++] = (byte)(sbyte)(greatest >> 8);
            }

            file.Write(shape[..bytes]);
        }
    }

    private static byte[] Header(int sampleRate, int samplesPerPair, int pairs)
    {
        var header = new byte[HeaderBytes];
        int[] fields = [Version, EightBits, sampleRate, samplesPerPair, pairs, 1];
        for (var i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4 * i), fields[i]);
        }

        return header;
    }

    private static (short Least, short Greatest) Extremes(ReadOnlySpan<short> samples)
    {
        var (least, greatest) = (samples[0], samples[0]);
        foreach (var sample in samples)
        {
            least = Math.Min(least, sample);
            greatest = Math.Max(greatest, sample);
        }

        return (least, greatest);
    }
}
