using System.Text;
using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Embedded;

/// <summary>Prepares text for the translator and tidies what comes back. Pure.</summary>
internal static partial class TranslationText
{
    private static readonly (string From, string To)[] Contractions =
    [
        ("won't", "will not"), ("can't", "cannot"), ("shan't", "shall not"), ("let's", "let us"), ("n't", " not"), ("'re", " are"),
        ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("it's", "it is"), ("that's", "that is"), ("what's", "what is"),
        ("there's", "there is"), ("here's", "here is"), ("he's", "he is"), ("she's", "she is"), ("who's", "who is"),
        ("where's", "where is"), ("how's", "how is"), ("i'd", "i would"), ("you'd", "you would"), ("we'd", "we would"),
        ("they'd", "they would"), ("he'd", "he would"), ("she'd", "she would"),
    ];

    /// <summary>One line, contractions written out when the text is English, a capital first, a full stop last.</summary>
    public static string Prepare(string text, string language)
    {
        // The translator reads bytes: control characters and broken surrogates would vanish together with their line.
        var line = Spaces().Replace(Clean(text), " ").Trim().Replace('’', '\'');
        if (language == "en")
        {
            foreach (var (from, to) in Contractions)
            {
                line = ReplaceWordEnd(line, from, to);
            }
        }

        if (line.Length == 0)
        {
            return line;
        }

        line = char.ToUpperInvariant(line[0]) + line[1..];
        return char.IsLetterOrDigit(line[^1]) ? line + "." : line;
    }

    /// <summary>A capital first, no space before punctuation.</summary>
    public static string Tidy(string text)
    {
        var line = SpaceBeforeMark().Replace(Spaces().Replace(text, " ").Trim(), "$1");
        return line.Length == 0 ? line : char.ToUpperInvariant(line[0]) + line[1..];
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) || rune == Rune.ReplacementChar ? " " : rune.ToString());
        }

        return clean.ToString();
    }

    private static string ReplaceWordEnd(string text, string from, string to)
    {
        var prefix = char.IsLetter(from[0]) && from != "n't" ? @"\b" : "";
        return Regex.Replace(text, prefix + Regex.Escape(from) + @"\b", to, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s+([.,;:!?])")]
    private static partial Regex SpaceBeforeMark();
}
