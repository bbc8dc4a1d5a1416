using System.Text;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Turns the bytes of a subtitle file into text: people save them in all sorts of encodings.</summary>
public static class SubtitleEncoding
{
    /// <summary>UTF-8 and UTF-16 with or without a mark; what is neither is read as Latin-1, which never fails.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            return Encoding.UTF8.GetString(bytes[3..]);
        }

        if (bytes.StartsWith(Encoding.Unicode.Preamble))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        // Without a mark UTF-16 shows by zeros: digits and spaces fill every file of this kind.
        var head = bytes[..Math.Min(bytes.Length, 512)];
        var even = 0;
        var odd = 0;
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] == 0)
            {
                (even, odd) = i % 2 == 0 ? (even + 1, odd) : (even, odd + 1);
            }
        }

        if (Math.Max(even, odd) > head.Length / 8)
        {
            return odd > even ? Encoding.Unicode.GetString(bytes) : Encoding.BigEndianUnicode.GetString(bytes);
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
