using System.Buffers.Binary;
using System.Text;

namespace TransVox.Pipeline.Media;

/// <summary>The header of a 16-bit PCM WAV file.</summary>
internal static class WavHeader
{
    public const int Length = 44;

    /// <summary>The header for so many bytes of samples; what does not fit its field is written as the most that does.</summary>
    public static byte[] Of(PcmFormat format, long dataBytes)
    {
        var data = (uint)Math.Min(dataBytes, uint.MaxValue - Length);
        var header = new byte[Length];
        var bytes = header.AsSpan();
        Encoding.ASCII.GetBytes("RIFF", bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], data + Length - 8);
        Encoding.ASCII.GetBytes("WAVEfmt ", bytes[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[22..], (ushort)format.Channels);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[24..], (uint)format.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[28..], (uint)(format.SampleRate * format.BytesPerFrame));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[32..], (ushort)format.BytesPerFrame);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[34..], 16);
        Encoding.ASCII.GetBytes("data", bytes[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[40..], data);
        return header;
    }
}
