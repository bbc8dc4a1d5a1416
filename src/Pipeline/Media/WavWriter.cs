using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TransVox.Pipeline.Media;

/// <summary>Writes 16-bit PCM WAV files; frames may be placed anywhere, what is never written is silence.</summary>
public sealed class WavWriter : IDisposable
{
    private const int HeaderLength = 44;
    private readonly FileStream _file;
    private readonly PcmFormat _format;

    public WavWriter(string path, PcmFormat format)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        _format = format;
        _file.SetLength(HeaderLength);
        _file.Position = HeaderLength;
    }

    /// <summary>Makes the file at least so long; new frames are silent.</summary>
    public void SetLength(long frames) => _file.SetLength(Math.Max(_file.Length, HeaderLength + (frames * _format.BytesPerFrame)));

    /// <summary>Goes to a frame.</summary>
    public void Seek(long frame) => _file.Position = HeaderLength + (frame * _format.BytesPerFrame);

    /// <summary>Writes interleaved samples at the current place.</summary>
    public void Write(ReadOnlySpan<short> samples) => _file.Write(MemoryMarshal.AsBytes(samples));

    /// <summary>Completes the header.</summary>
    public void Dispose()
    {
        _file.Flush();
        var data = (uint)Math.Min(_file.Length - HeaderLength, uint.MaxValue - HeaderLength);
        Span<byte> header = stackalloc byte[HeaderLength];
        Encoding.ASCII.GetBytes("RIFF", header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], data + HeaderLength - 8);
        Encoding.ASCII.GetBytes("WAVEfmt ", header[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)_format.Channels);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)_format.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], (uint)(_format.SampleRate * _format.BytesPerFrame));
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)_format.BytesPerFrame);
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 16);
        Encoding.ASCII.GetBytes("data", header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], data);
        _file.Position = 0;
        _file.Write(header);
        _file.Dispose();
    }
}
