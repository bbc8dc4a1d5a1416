using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Turns of speakers in one cue: <c>- Hello.</c> above <c>- Welcome.</c> Pure.</summary>
public static partial class DialogueTurns
{
    /// <summary>The turns, each with the dash that begins it; a cue of one speaker is one turn, its lines joined.</summary>
    public static IReadOnlyList<(string Dash, string Text)> Of(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length == 1)
        {
            lines = Inline(text);
        }

        var turns = new List<(string Dash, string Text)>();
        var dashes = lines.Count(line => Dash().IsMatch(line));
        foreach (var line in lines)
        {
            var dash = Dash().Match(line);
            if (turns.Count == 0 || (dash.Success && (dashes > 1 || !Dash().IsMatch(lines[0]))))
            {
                turns.Add((dash.Value, line[dash.Length..].Trim()));
            }
            else
            {
                turns[^1] = (turns[^1].Dash, (turns[^1].Text + " " + line.Trim()).Trim());
            }
        }

        return turns;
    }

    /// <summary>The turns with other words, a line each.</summary>
    public static string Join(IReadOnlyList<(string Dash, string Text)> turns, IEnumerable<string> texts) =>
        string.Join('\n', turns.Zip(texts, (turn, text) => turn.Dash + text));

    /// <summary>A translation that came back on one line, with the source's turns on lines of their own where it still shows them.</summary>
    public static string Restore(string source, string translation)
    {
        var turns = Of(source);
        var parts = turns.Count < 2 || translation.Contains('\n', StringComparison.Ordinal) ? [] : Inline(translation);
        return parts.Length == turns.Count && turns.Count > 1 ? string.Join('\n', parts) : translation;
    }

    private static string[] Inline(string line) => Dash().IsMatch(line) || InnerDash().IsMatch(line) ? InnerDash().Split(line) : [line];

    [GeneratedRegex(@"^\s*[-\u2010-\u2015]\s*(?=[^\s\d-])")]
    private static partial Regex Dash();

    // After the end of a sentence, before a word: not a dash in the middle of one.
    [GeneratedRegex(@"(?<=[.?!\u2026][""\u201D')\]]?)\s+(?=[-\u2010-\u2015]\s*[\p{Lu}\u00BF\u00A1\[(])")]
    private static partial Regex InnerDash();
}
