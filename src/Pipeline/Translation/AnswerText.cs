using System.Globalization;
using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Translation;

/// <summary>Takes off what translators wrap around a line: its number, a label, fences, quotation marks. Pure.</summary>
internal static partial class AnswerText
{
    private static readonly (char Open, char Close)[] Quotes = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('\'', '\''), ('‘', '’'), ('「', '」')];

    /// <summary>The line itself.</summary>
    public static string Clean(SourceLine line, string answer)
    {
        var text = Fence().Replace(answer, "").Trim();
        if (!Label().IsMatch(line.Text))
        {
            text = Label().Replace(text, "").Trim();
        }

        var number = string.Create(CultureInfo.InvariantCulture, $@"^(?:\[{line.Id}\]|\({line.Id}\)|{line.Id}[.:)])\s+");
        text = Regex.IsMatch(line.Text, number) ? text : Regex.Replace(text, number, "");
        return Unquote(line.Text.Trim(), text);
    }

    private static string Unquote(string source, string text)
    {
        if (text.Length < 3 || Quotes.Any(pair => source.StartsWith(pair.Open) && source.EndsWith(pair.Close)))
        {
            return text;
        }

        var inner = text[1..^1];
        return Quotes.Any(pair => text[0] == pair.Open && text[^1] == pair.Close && !inner.Contains(pair.Open, StringComparison.Ordinal) && !inner.Contains(pair.Close, StringComparison.Ordinal))
            ? inner.Trim()
            : text;
    }

    [GeneratedRegex(@"^```[a-z]*\s*\n?|\n?```\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?:translation|traducción|traduction|übersetzung|traduzione|tradução|перевод|翻译|翻訳)\s*[:：]\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
