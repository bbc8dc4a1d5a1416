using System.Globalization;
using System.Text;
using TransVox.Pipeline.Stages;
using UtfUnknown;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Turns the bytes of a subtitle file into text: people save them in all sorts of encodings.</summary>
public static class SubtitleEncoding
{
    // Below this the detector is as good as silent.
    private const float LeastConfidence = 0.4f;

    /// <summary>Code pages that files of a language are in, the usual one first; of all others, that of Western Europe.</summary>
    private static readonly (string[] Languages, int[] Pages)[] Usual =
    [
        (["cs", "sk", "pl", "hu", "sl", "hr", "bs", "ro", "sq"], [1250, 28592]),
        (["ru", "uk", "be", "bg", "mk", "sr", "kk"], [1251, 20866, 21866, 866, 28595]),
        (["el"], [1253, 28597]),
        (["tr", "az"], [1254, 28599]),
        (["he"], [1255, 28598, 38598]),
        (["ar", "fa", "ur"], [1256, 28596]),
        (["lt", "lv", "et"], [1257, 28603, 28594]),
        (["vi"], [1258]),
        (["th"], [874]),
        (["ja"], [932, 51932, 50220]),
        (["zh"], [54936, 950]),
        (["ko"], [51949, 949]),
    ];

    // Detectors take these for each other: their letters are the same but for a few.
    private static readonly int[] Latin = [1250, 1252, 1254, 1257, 28591, 28592, 28593, 28594, 28599, 28603, 28605];

    /// <summary>
    /// Reads UTF-8, UTF-16 and UTF-32, with or without a mark, for what they are; of anything else the encoding is found out by its letters
    /// and by the language.
    /// </summary>
    /// <param name="bytes">The file.</param>
    /// <param name="language">Language of the text, as far as it is known.</param>
    /// <exception cref="StageException"><see cref="ErrorCodes.InvalidSubtitles"/>: letters would be lost.</exception>
    public static DecodedText Decode(ReadOnlySpan<byte> bytes, string? language = null)
    {
        if (Marked(bytes) is { } encoding)
        {
            return new DecodedText(Whole(encoding.GetString(bytes[encoding.Preamble.Length..])));
        }

        if (LooksLikeUtf16(bytes) is { } utf16)
        {
            return new DecodedText(Whole(utf16.GetString(bytes)));
        }

        var text = Encoding.UTF8.GetString(bytes);
        var lost = text.Count(c => c == '\uFFFD');
        var other = text.Count(c => c > '\u007F') - lost;
        // A few wrong bytes among many right ones are a damaged file, not another encoding.
        if (lost == 0 || other >= lost * 5 || IsUtf8(bytes))
        {
            return new DecodedText(Whole(text));
        }

        var found = Detect(bytes, language);
        return new DecodedText(Whole(found.GetString(bytes)), found.WebName);
    }

    private static Encoding? Marked(ReadOnlySpan<byte> bytes)
    {
        foreach (var encoding in new[] { Encoding.UTF32, Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            if (bytes.StartsWith(encoding.Preamble))
            {
                return encoding;
            }
        }

        return null;
    }

    /// <summary>Without a mark UTF-16 shows by zeros: digits and spaces fill every file of this kind.</summary>
    private static UnicodeEncoding? LooksLikeUtf16(ReadOnlySpan<byte> bytes)
    {
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

        return Math.Max(even, odd) > head.Length / 8 ? new UnicodeEncoding(bigEndian: even > odd, byteOrderMark: false) : null;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static Encoding Detect(ReadOnlySpan<byte> bytes, string? language)
    {
        var usual = Array.Find(Usual, entry => entry.Languages.Contains(Languages.Base(language ?? ""))).Pages ?? [1252, 28591, 28605];
        var best = CharsetDetector.DetectFromBytes(bytes.ToArray()).Details
            .Where(detail => detail.Confidence >= LeastConfidence)
            .Select(detail => detail.Encoding?.CodePage)
            .ToList() is [var first, ..] ? first : null;
        // Western letters of the wrong alphabet of Europe are a common mistake of detectors: the language knows better.
        var page = best is not { } detected || (Latin.Contains(detected) && !usual.Contains(detected)) ? usual[0] : detected;
        return CodePagesEncodingProvider.Instance.GetEncoding(page == 28591 ? 1252 : page) ?? Encoding.GetEncoding(page);
    }

    /// <summary>Refuses text in which letters are missing, which no one could put back later.</summary>
    private static string Whole(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') is var control && control >= 0 && text[control] != '\u0085'
            ? control
            : text.IndexOf('\uFFFD', StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var line = text.AsSpan(0, at).Count('\n') + 1;
        throw new StageException(
            ErrorCodes.InvalidSubtitles,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The encoding of the subtitles cannot be told, or letters were lost before they came here: line {line} is not readable. Save the original as UTF-8 and upload it again."));
    }
}
