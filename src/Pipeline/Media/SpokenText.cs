using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Media;

/// <summary>What of a subtitle is meant to be said, and how it is read.</summary>
public static partial class SpokenText
{
    private const int MostWordsOfSound = 5;
    private const string Note = @"(?:[\u266A-\u266F]\uFE0F?|\uD83C[\uDFB5\uDFB6])";
    private const string NoNote = @"(?:(?!" + Note + @")[^\n])";

    /// <summary>
    /// The words to speak, on one line: without mark-up, sounds (<c>[Music]</c>, <c>(applause)</c>), songs (<c>♪ … ♪</c>) and names of speakers
    /// (<c>JOHN:</c>), with numbers, dates, prices, times, units and addresses as they are read. Empty when nothing is to be spoken.
    /// </summary>
    /// <param name="text">Text of a cue.</param>
    /// <param name="language">Its language; null: numbers and the like stay as they are written.</param>
    public static string From(string? text, string? language = null)
    {
        var plain = MarkupText.Read(text ?? "").Plain;
        plain = Music().Replace(plain, " ");
        var spoken = new StringBuilder();
        foreach (var (_, turn) in DialogueTurns.Of(plain))
        {
            var words = Words(turn);
            if (words.Length > 0)
            {
                // A new speaker is a new sentence.
                spoken.Append(spoken.Length == 0 ? "" : EndsSentence().IsMatch(spoken.ToString()) ? " " : ". ").Append(words);
            }
        }

        var result = language is null ? spoken.ToString() : SpokenReading.Of(spoken.ToString(), language);
        // "[[" starts phonemes in espeak-ng, and would be read as such.
        result = Spaces().Replace(WithoutPictures(result).Replace("[[", "[", StringComparison.Ordinal), " ").Trim();
        return result.Any(char.IsLetterOrDigit) ? result : "";
    }

    private static string Words(string turn)
    {
        turn = Brackets().Replace(turn, " ");
        turn = Parentheses().Replace(turn, match => IsSound(turn, match) ? " " : match.Value);
        turn = Starred().Replace(turn, " ");
        turn = Label().Replace(turn.Trim(), "");
        return turn.Trim().Trim('-', '\u2013', '\u2014').Trim();
    }

    /// <summary>
    /// Whether parentheses hold a sound and no words of the speaker: all in capitals, or a few words at the edge of the text that are no
    /// sentence and hold no number.
    /// </summary>
    private static bool IsSound(string turn, Match match)
    {
        var inside = match.Groups[1].Value.Trim();
        if (inside.Any(char.IsUpper) && !inside.Any(char.IsLower))
        {
            return inside.Length > 3 || turn.Trim().Length == match.Length;
        }

        var before = turn[..match.Index].TrimEnd();
        var after = turn[(match.Index + match.Length)..].TrimStart();
        var alone = before.Length == 0 || (after.Length == 0 && EndsSentence().IsMatch(before));
        return alone
            && !inside.Any(char.IsDigit)
            && !EndsSentence().IsMatch(inside)
            && inside.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= MostWordsOfSound;
    }

    /// <summary>Without emoji and other pictures, which voices call by their names.</summary>
    private static string WithoutPictures(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            var picture = (category is UnicodeCategory.OtherSymbol && rune.Value is not (0xB0 or 0x2116))
                || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF)
                || category is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
            result.Append(picture ? " " : rune.ToString());
        }

        return result.ToString();
    }

    // Between two notes, on a line or over several; from a note to the end of the line; between marks of British captions.
    [GeneratedRegex(
        Note + "+" + NoNote + "+" + Note + "+|" + Note + "+" + NoNote + @"*(?:\n(?!" + Note + ")" + NoNote + "+)+" + Note + "+|" + Note + "+" + NoNote + @"*|^[#\u00B6][ \t][^\n]*[ \t][#\u00B6]$",
        RegexOptions.Multiline)]
    private static partial Regex Music();

    [GeneratedRegex(@"(?<!\[)\[[^\[\]]{1,200}\]|\u3010[^\u3010\u3011]{1,200}\u3011|\uFF08[^\uFF08\uFF09]{1,200}\uFF09")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\(([^()]{1,200})\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"^\s*\*[^*]{1,100}\*\s*$")]
    private static partial Regex Starred();

    // Capitals only: "Remember: …" is speech.
    [GeneratedRegex(@"^(?:>>+\s*)?(?:(?=[^:]*\p{Lu}{2})[\p{Lu}][\p{Lu}\p{M}\d .'\u2019#-]{0,30}:(?!\S)\s*)?(?:>>+\s*)?")]
    private static partial Regex Label();

    [GeneratedRegex(@"[.?!\u2026\u3002\uFF1F\uFF01][""\u201D')\]]*\s*\z")]
    private static partial Regex EndsSentence();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\s]+")]
    private static partial Regex Spaces();
}
