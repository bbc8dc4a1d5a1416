using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Subtitles;

/// <summary>
/// Reads the mark-up that is met in SubRip, WebVTT and Advanced SubStation files, and writes that of <see cref="Stages.CueMarkup"/>. What is
/// not mark-up of subtitles stays text, be it a tag of HTML.
/// </summary>
internal static partial class MarkupText
{
    private static readonly string[] ClassColors = ["white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black"];

    /// <summary>Reads text with tags and escapes.</summary>
    /// <param name="text">Text of a cue.</param>
    /// <param name="substation">Text of an Advanced SubStation file: every brace is a command, and backslashes make line breaks.</param>
    public static StyledText Read(string text, bool substation = false)
    {
        if (!substation && text.AsSpan().IndexOfAny('<', '{', '&') < 0)
        {
            return new StyledText(string.Join('\n', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        }

        var builder = new StyledText.Builder();
        var open = new Stack<(string Tag, TextStyle Before)>();
        var drawing = false;
        var at = 0;
        foreach (Match tag in Tags().Matches(text))
        {
            if (tag.Value[0] == '{' && !substation && !OverrideInSubRip().IsMatch(tag.Value))
            {
                continue;
            }

            Text(text[at..tag.Index]);
            at = tag.Index + tag.Length;
            if (tag.Value[0] == '{')
            {
                drawing = Override(tag.Value, builder, drawing);
            }
            else
            {
                Tag(tag, builder, open);
            }
        }

        Text(text[at..]);
        return builder.Build();

        void Text(string piece)
        {
            // Shapes are drawn with numbers and letters that nobody reads.
            if (!drawing)
            {
                // Twice, as some sites escape what was escaped already.
                builder.Add(substation ? Breaks(piece) : WebUtility.HtmlDecode(WebUtility.HtmlDecode(piece)));
            }
        }
    }

    /// <summary>The opposite of <see cref="Read"/>.</summary>
    public static string Write(StyledText text) => Write(text, Escape, Open, Close);

    /// <summary>Writes in a format's own way.</summary>
    public static string Write(StyledText text, Func<string, string> escape, Func<TextStyle, string> open, Func<TextStyle, string> close)
    {
        var result = new StringBuilder();
        foreach (var (run, style) in text.Runs())
        {
            // Tags that surround a line break only would be noise.
            var shown = string.IsNullOrWhiteSpace(run) ? default : style;
            result.Append(open(shown)).Append(escape(run)).Append(close(shown));
        }

        return result.ToString();
    }

    /// <summary>Brackets and ampersands as HTML and WebVTT write them.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Tags as SubRip has them.</summary>
    public static string Open(TextStyle style) =>
        (style.Color is { } color ? $"<font color=\"{color}\">" : "") + (style.Bold ? "<b>" : "") + (style.Italic ? "<i>" : "") + (style.Underline ? "<u>" : "");

    /// <summary>The ends of <see cref="Open"/>.</summary>
    public static string Close(TextStyle style) =>
        (style.Underline ? "</u>" : "") + (style.Italic ? "</i>" : "") + (style.Bold ? "</b>" : "") + (style.Color is null ? "" : "</font>");

    private static void Tag(Match tag, StyledText.Builder builder, Stack<(string Tag, TextStyle Before)> open)
    {
        var name = tag.Groups["name"].Value.ToLowerInvariant();
        name = name switch { "strong" => "b", "em" => "i", _ => name };
        var attributes = tag.Groups["rest"].Value;
        if (name == "br")
        {
            builder.Add("\n");
        }
        else if (tag.Groups["end"].Length == 0)
        {
            open.Push((name, builder.Style));
            builder.Style = Styled(builder.Style, name, attributes);
            if (name == "v" && builder.Length > 0)
            {
                // Another voice in the same cue: its turn.
                builder.Add("\n- ");
            }
        }
        else if (open.Any(tag => tag.Tag == name))
        {
            // Ends of tags that were never closed inside come with the outer one.
            (string Tag, TextStyle Before) last;
            do
            {
                last = open.Pop();
            }
            while (last.Tag != name);
            builder.Style = last.Before;
        }
    }

    private static TextStyle Styled(TextStyle style, string tag, string attributes) => tag switch
    {
        "b" => style with { Bold = true },
        "i" => style with { Italic = true },
        "u" => style with { Underline = true },
        "font" when FontColor().Match(attributes) is { Success: true } color => style with { Color = color.Groups[1].Value },
        "c" when Array.Find(ClassColors, name => attributes.Split('.').Contains(name)) is { } color => style with { Color = color },
        _ => style,
    };

    /// <summary>Commands of Advanced SubStation; returns whether what follows is a drawing.</summary>
    private static bool Override(string block, StyledText.Builder builder, bool drawing)
    {
        foreach (Match command in Commands().Matches(block))
        {
            var (name, value) = (command.Groups[1].Value, command.Groups[2].Value);
            var on = value is not ("" or "0");
            switch (name)
            {
                case "b":
                    builder.Style = builder.Style with { Bold = on };
                    break;
                case "i":
                    builder.Style = builder.Style with { Italic = on };
                    break;
                case "u":
                    builder.Style = builder.Style with { Underline = on };
                    break;
                case "an" when value is [>= '1' and <= '9']:
                    builder.Position ??= value[0] - '0';
                    break;
                case "a" when int.TryParse(value, out var old):
                    builder.Position ??= Old(old);
                    break;
                case "c" or "1c":
                    builder.Style = builder.Style with { Color = HexColor().Match(value) is { Success: true } c ? $"#{c.Groups[3]}{c.Groups[2]}{c.Groups[1]}".ToLowerInvariant() : null };
                    break;
                case "r":
                    builder.Style = default;
                    break;
                case "p":
                    drawing = on;
                    break;
                default:
                    break;
            }
        }

        // Short forms of other editors: {i}, {/i}.
        if (block is ['{', 'b' or 'i' or 'u', '}'] or ['{', '/', 'b' or 'i' or 'u', '}'])
        {
            var on = block.Length == 3;
            builder.Style = block[^2] switch
            {
                'b' => builder.Style with { Bold = on },
                'i' => builder.Style with { Italic = on },
                _ => builder.Style with { Underline = on },
            };
        }

        return drawing;
    }

    /// <summary>Places of the first SubStation format: 1–3 below, plus 4 above, plus 8 in the middle.</summary>
    private static int? Old(int place) => (place & 3, place & 12) switch
    {
        (0, _) => null,
        (var column, 4) => column + 6,
        (var column, 8) => column + 3,
        (var column, _) => column,
    };

    private static string Breaks(string text) => text
        .Replace("\\N", "\n", StringComparison.Ordinal)
        .Replace("\\n", "\n", StringComparison.Ordinal)
        .Replace("\\h", "\u00a0", StringComparison.Ordinal);

    [GeneratedRegex(
        @"<(?<end>/?)\s*(?<name>b|i|u|s|em|br|rt|strong|strike|ruby)(?<rest>(?:\.[^\s<>]{0,100})?)\s*/?>"
        + @"|<(?<end>/?)\s*(?<name>c|v|font|lang|span)(?<rest>(?:[.\s][^<>]{0,200})?)>|<(?<name>)(?<end>)(?<rest>)\d+:[\d:.]+>|\{[^{}\n]{0,2000}\}",
        RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    [GeneratedRegex(@"^\{(\\|/?[biu]\}$)")]
    private static partial Regex OverrideInSubRip();

    [GeneratedRegex(@"\\(an|a|b|i|u|p|r|1c|c)(?![a-z(])([^\\}]*)")]
    private static partial Regex Commands();

    [GeneratedRegex(@"color\s*=\s*[""']?\s*(#[0-9a-fA-F]{6}|[a-zA-Z]{3,20})", RegexOptions.IgnoreCase)]
    private static partial Regex FontColor();

    [GeneratedRegex(@"&H(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})&?$")]
    private static partial Regex HexColor();
}
