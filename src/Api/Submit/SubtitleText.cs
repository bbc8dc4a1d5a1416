using System.Text;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Submit;

/// <summary>Bytes of a subtitle file as text: UTF-8, with or without a mark, or UTF-16 with one.</summary>
internal static class SubtitleText
{
    /// <exception cref="RequestException"><c>invalid_subtitles</c>.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        };
        var text = bytes.StartsWith(encoding.Preamble) ? bytes[encoding.Preamble.Length..] : bytes;
        try
        {
            return encoding.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new RequestException(ErrorCodes.InvalidSubtitles, "The subtitle file is neither UTF-8 nor UTF-16 with a byte order mark. Save it as UTF-8.");
        }
    }
}
