using System.Text;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Text of a cue with its looks, apart from any format.</summary>
/// <param name="Plain">The text alone: trimmed lines, none of them empty.</param>
/// <param name="Styles">Style of each of its UTF-16 units; null: none has any.</param>
/// <param name="Position">Place on the number pad; null: the usual one.</param>
internal sealed record StyledText(string Plain, IReadOnlyList<TextStyle>? Styles = null, int? Position = null)
{
    /// <summary>Neighbouring letters of one style.</summary>
    public IEnumerable<(string Text, TextStyle Style)> Runs()
    {
        for (int from = 0, at = 1; at <= Plain.Length; at++)
        {
            if (at == Plain.Length || StyleAt(at) != StyleAt(from))
            {
                yield return (Plain[from..at], StyleAt(from));
                from = at;
            }
        }
    }

    /// <summary>A part of it.</summary>
    public StyledText From(int start) => this with { Plain = Plain[start..], Styles = Styles is null ? null : [.. Styles.Skip(start)] };

    /// <summary>The same in brackets.</summary>
    public StyledText InBrackets() =>
        this with { Plain = "[" + Plain + "]", Styles = Styles is null ? null : [Styles[0], .. Styles, Styles[^1]] };

    /// <summary>What the cue keeps of it; null when it is nothing but text.</summary>
    public CueMarkup? ToMarkup() =>
        Position is null && (Styles is null || Styles.All(style => style == default)) ? null : new CueMarkup(MarkupText.Write(this), Position);

    /// <summary>
    /// How a text of the cue is to be shown: its own with all its mark-up; another (a translation, or an edited one) with what held for the
    /// whole cue, since nobody knows which of its words are meant by the rest.
    /// </summary>
    public static StyledText Of(Cue cue, string text)
    {
        if (cue.Markup is not { } markup)
        {
            return new StyledText(text);
        }

        var own = MarkupText.Read(markup.Text) with { Position = markup.Position };
        if (own.Plain == text)
        {
            return own;
        }

        var lines = text.Split('\n');
        var ownLines = own.Plain.Split('\n');
        if (lines.Length == 1 || lines.Length != ownLines.Length)
        {
            return new StyledText(text, [.. Enumerable.Repeat(own.Common(0, own.Plain.Length), text.Length)], markup.Position);
        }

        // Line by line: one speaker may be in italics and the other not.
        var styles = new List<TextStyle>(text.Length);
        var at = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var common = own.Common(at, ownLines[i].Length);
            if (i > 0)
            {
                styles.Add(Between(styles.LastOrDefault(), common));
            }

            styles.AddRange(Enumerable.Repeat(common, lines[i].Length));
            at += ownLines[i].Length + 1;
        }

        return new StyledText(text, styles, markup.Position);
    }

    /// <summary>Of a line break: that of its lines where they look the same.</summary>
    private static TextStyle Between(TextStyle before, TextStyle after) => before == after ? before : default;

    private TextStyle StyleAt(int at) => Styles is null ? default : Styles[at];

    /// <summary>What all letters of a part have in common.</summary>
    private TextStyle Common(int start, int length)
    {
        TextStyle[] letters = [.. Enumerable.Range(start, length).Where(i => char.IsLetterOrDigit(Plain[i])).Select(StyleAt)];
        return letters.Length == 0
            ? default
            : new TextStyle(
                letters.All(style => style.Bold),
                letters.All(style => style.Italic),
                letters.All(style => style.Underline),
                letters.All(style => style.Color == letters[0].Color) ? letters[0].Color : null);
    }

    /// <summary>Collects text piece by piece.</summary>
    internal sealed class Builder
    {
        private readonly StringBuilder _text = new();
        private readonly List<TextStyle> _styles = [];

        /// <summary>Style of what is added next.</summary>
        public TextStyle Style { get; set; }

        /// <summary>Place of the cue.</summary>
        public int? Position { get; set; }

        public int Length => _text.Length;

        public void Add(string text)
        {
            _text.Append(text);
            _styles.AddRange(Enumerable.Repeat(Style, text.Length));
        }

        /// <summary>The text with trimmed lines and without empty ones.</summary>
        public StyledText Build()
        {
            var text = _text.ToString();
            var plain = new StringBuilder(text.Length);
            var styles = new List<TextStyle>(text.Length);
            for (var from = 0; from <= text.Length;)
            {
                var end = text.IndexOf('\n', from) is var found && found < 0 ? text.Length : found;
                var (first, last) = Trim(text, from, end);
                if (first < last)
                {
                    if (plain.Length > 0)
                    {
                        plain.Append('\n');
                        styles.Add(Between(styles[^1], _styles[first]));
                    }

                    plain.Append(text, first, last - first);
                    styles.AddRange(_styles[first..last]);
                }

                from = end + 1;
            }

            return new StyledText(plain.ToString(), styles, Position);
        }

        private static (int First, int Last) Trim(string text, int first, int last)
        {
            while (first < last && char.IsWhiteSpace(text[first]))
            {
                first++;
            }

            while (last > first && char.IsWhiteSpace(text[last - 1]))
            {
                last--;
            }

            return (first, last);
        }
    }
}
