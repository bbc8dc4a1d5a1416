using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TransVox.Pipeline.Media;

/// <summary>Reads 16-bit PCM WAV files, also those above 2 GB and those whose header was never completed.</summary>
public sealed class WavReader : IDisposable
{
    private readonly FileStream _file;
    private readonly long _dataStart;

    private WavReader(FileStream file, PcmFormat format, long dataStart, long dataLength)
    {
        _file = file;
        _dataStart = dataStart;
        Format = format;
        Frames = dataLength / format.BytesPerFrame;
    }

    public PcmFormat Format { get; }

    /// <summary>Length in frames.</summary>
    public long Frames { get; }

    /// <summary>Length in seconds.</summary>
    public double Duration => (double)Frames / Format.SampleRate;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">Not a 16-bit PCM WAV file.</exception>
    public static WavReader Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            return ReadHeader(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Fills the buffer with interleaved samples from the current place; returns how many, 0 at the end.</summary>
    public int Read(Span<short> samples)
    {
        var left = _dataStart + (Frames * Format.BytesPerFrame) - _file.Position;
        var bytes = MemoryMarshal.AsBytes(samples);
        if (bytes.Length > left)
        {
            bytes = bytes[..(int)left];
        }

        return _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / 2;
    }

    /// <summary>Goes to a frame.</summary>
    public void Seek(long frame) => _file.Position = _dataStart + (Math.Clamp(frame, 0, Frames) * Format.BytesPerFrame);

    /// <summary>All samples, interleaved; for short files.</summary>
    public short[] ReadAll()
    {
        Seek(0);
        var samples = new short[Frames * Format.Channels];
        var read = Read(samples);
        return read == samples.Length ? samples : samples[..read];
    }

    public void Dispose() => _file.Dispose();

    private static WavReader ReadHeader(FileStream file)
    {
        Span<byte> head = stackalloc byte[12];
        if (file.ReadAtLeast(head, 12, throwOnEndOfStream: false) < 12
            || Encoding.ASCII.GetString(head[..4]) is not ("RIFF" or "RF64")
            || Encoding.ASCII.GetString(head[8..]) != "WAVE")
        {
            throw new InvalidDataException("Not a WAV file.");
        }

        PcmFormat? format = null;
        Span<byte> chunk = stackalloc byte[24];
        while (file.ReadAtLeast(chunk[..8], 8, throwOnEndOfStream: false) == 8)
        {
            var name = Encoding.ASCII.GetString(chunk[..4]);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (name == "data" && format is { } known)
            {
                // A writer that was interrupted, or passed 4 GB, leaves a length that says nothing: the file's end counts.
                var rest = file.Length - file.Position;
                return new WavReader(file, known, file.Position, Math.Min(length == 0 ? rest : length, rest));
            }

            var next = file.Position + length + (length & 1);
            if (name == "fmt " && length >= 16)
            {
                if (file.ReadAtLeast(chunk[..16], 16, throwOnEndOfStream: false) < 16)
                {
                    break;
                }

                format = ParseFormat(chunk[..16]);
            }

            file.Position = next;
        }

        throw new InvalidDataException("A WAV file without sound data.");
    }

    private static PcmFormat ParseFormat(ReadOnlySpan<byte> chunk)
    {
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]);
        if (tag is not (1 or 0xFFFE) || bits != 16 || channels == 0 || rate <= 0)
        {
            throw new InvalidDataException($"Expected 16-bit PCM, found format {tag} with {bits} bits, {channels} channels and {rate} frames a second.");
        }

        return new PcmFormat(rate, channels);
    }
}
