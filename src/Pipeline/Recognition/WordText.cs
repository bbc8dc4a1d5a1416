using System.Globalization;
using System.Text;

namespace TransVox.Pipeline.Recognition;

/// <summary>How words of any script are put together, compared and measured. Pure.</summary>
internal static class WordText
{
    private const string SentenceEnds = ".?!…。！？｡";
    private const string ClauseEnds = ",;:，；：、—–";
    private const string Closing = "\"'”’»)]）」』】》";

    /// <summary>Words as a text: with spaces between them, except between those of scripts that are written without.</summary>
    public static string Join(IEnumerable<string> words)
    {
        var text = new StringBuilder();
        foreach (var word in words.Select(word => word.Trim()).Where(word => word.Length > 0))
        {
            if (text.Length > 0 && !(IsUnspaced(text[^1]) && IsUnspaced(word[0])))
            {
                text.Append(' ');
            }

            text.Append(word);
        }

        return text.ToString();
    }

    /// <summary>Whether two words are the same but for case and punctuation.</summary>
    public static bool Same(string one, string other) => Normalize(one) == Normalize(other);

    /// <summary>Letters and digits in lower case, one space between words.</summary>
    public static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                result.Append(char.ToLowerInvariant(c));
            }
            else if (result.Length > 0 && result[^1] != ' ' && c is not ('\'' or '’'))
            {
                result.Append(' ');
            }
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>Whether a sentence ends with this word.</summary>
    public static bool EndsSentence(string word) => Last(word) is { } c && SentenceEnds.Contains(c, StringComparison.Ordinal);

    /// <summary>Whether a part of a sentence ends with this word.</summary>
    public static bool EndsClause(string word) => Last(word) is { } c && ClauseEnds.Contains(c, StringComparison.Ordinal);

    /// <summary>Columns that a text takes: letters of Chinese, Japanese and Korean are two wide, and take as long to read.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var c in text)
        {
            width += IsWide(c) ? 2 : CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Control ? 0 : 1;
        }

        return width;
    }

    /// <summary>Scripts without spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese. Korean has them.</summary>
    public static bool IsUnspaced(char c) =>
        (IsWide(c) && c is not (>= '\uAC00' and <= '\uD7AF')) || c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF');

    private static bool IsWide(char c) =>
        c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\u303E') or (>= '\u3041' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3')
            or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE4F') or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6');

    private static char? Last(string word)
    {
        var end = word.TrimEnd().TrimEnd(Closing.ToCharArray());
        return end.Length > 0 ? end[^1] : null;
    }
}
