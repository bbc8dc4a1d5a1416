using TransVox.Pipeline.Recognition;

namespace TransVox.Pipeline.Subtitles;

/// <summary>
/// How a text is laid out to be read: at most two lines of 42 columns, about as long as each other, broken where a part of the
/// sentence ends. Letters of Chinese, Japanese and Korean are two columns wide. Pure.
/// </summary>
internal static class SubtitleLines
{
    /// <summary>Columns of a line.</summary>
    public const int LineWidth = 42;

    /// <summary>Columns a second that people read.</summary>
    public const double ReadingSpeed = 17;

    /// <summary>Whether a text can be laid out in two lines.</summary>
    public static bool Fits(string text) => WordText.Width(text) <= LineWidth || BestBreak(text) is { } at && Lines(text, at).All(line => WordText.Width(line) <= LineWidth);

    /// <summary>The text with a line break where it needs one. Breaks that are there stay, and so does what does not fit anyhow.</summary>
    public static string Break(string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal) || WordText.Width(text) <= LineWidth || BestBreak(text) is not { } at)
        {
            return text;
        }

        return string.Join('\n', Lines(text, at));
    }

    /// <summary>Pieces that fit in two lines each, as even as can be; one piece when the text fits.</summary>
    public static IReadOnlyList<string> Pages(string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal) || Fits(text) || BestBreak(text) is not { } at)
        {
            return [text];
        }

        return [.. Lines(text, at).SelectMany(Pages)];
    }

    private static string[] Lines(string text, int at) => [text[..at].TrimEnd(), text[at..].TrimStart()];

    /// <summary>Where to break a text in two; null when it has no such place.</summary>
    private static int? BestBreak(string text)
    {
        int? best = null;
        var bestScore = double.MaxValue;
        double all = WordText.Width(text);
        double before = 0;
        for (var i = 1; i < text.Length; i++)
        {
            before += WordText.Width(text.AsSpan(i - 1, 1).ToString());
            if (!CanBreak(text, i))
            {
                continue;
            }

            var word = text[..i].TrimEnd();
            var bonus = WordText.EndsSentence(word) ? 0.25 : WordText.EndsClause(word) ? 0.15 : 0;
            // A longer second line reads better than a longer first one.
            var uneven = (2 * before / all) - 1;
            var score = (uneven > 0 ? uneven * 1.1 : -uneven) - bonus + (Math.Max(before, all - before) > LineWidth && all <= 2 * LineWidth ? 1 : 0);
            if (score < bestScore)
            {
                (best, bestScore) = (i, score);
            }
        }

        return best;
    }

    private static bool CanBreak(string text, int i) =>
        text[i - 1] == ' '
        || (WordText.IsUnspaced(text[i - 1]) && WordText.IsUnspaced(text[i]) && char.IsLetterOrDigit(text[i]) && !"「『（【《“".Contains(text[i - 1], StringComparison.Ordinal));
}
