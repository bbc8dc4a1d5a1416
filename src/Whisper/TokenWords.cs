using TransVox.Pipeline.Recognition;
using Whisper.net;

namespace TransVox.Whisper;

/// <summary>
/// Words out of the model's tokens. A token is a word, a part of one, or a part of a letter: then its text alone is garbage, and
/// what the tokens around it say tells which part of the segment's text it stands for. Pure.
/// </summary>
internal static class TokenWords
{
    private const double Tick = 0.01;

    public static List<RecognizedWord> Of(string text, IReadOnlyList<WhisperToken> tokens)
    {
        var words = new List<RecognizedWord>();
        foreach (var (piece, first, last) in Pieces(text, [.. tokens.Where(token => !IsMark(token.Text))]))
        {
            var word = new RecognizedWord(
                first.Start * Tick, last.End * Tick, piece, Math.Clamp((first.Probability + last.Probability) / 2, 0, 1));
            if (words.Count > 0 && !Begins(piece))
            {
                words[^1] = words[^1] with
                {
                    End = Math.Max(words[^1].End, word.End),
                    Text = words[^1].Text + piece,
                    Confidence = char.IsLetterOrDigit(piece[0]) ? Math.Min(words[^1].Confidence, word.Confidence) : words[^1].Confidence,
                };
            }
            else
            {
                words.Add(word);
            }
        }

        return [.. words.Select(word => word with { Text = word.Text.Trim() }).Where(word => word.Text.Length > 0)];
    }

    private static IEnumerable<(string Text, WhisperToken First, WhisperToken Last)> Pieces(string text, List<WhisperToken> tokens)
    {
        var at = 0;
        for (var i = 0; i < tokens.Count;)
        {
            var last = i;
            while (IsBroken(tokens[i].Text) && last + 1 < tokens.Count && IsBroken(tokens[last + 1].Text))
            {
                last++;
            }

            // A whole token ends where its text ends; parts of letters go up to the next whole one.
            var end = !IsBroken(tokens[i].Text) ? Find(text, tokens[i], at) + tokens[i].Text!.Length
                : last + 1 < tokens.Count ? Find(text, tokens[last + 1], at) : text.Length;
            if (end > at)
            {
                yield return (text[at..end], tokens[i], tokens[last]);
                at = end;
            }

            i = last + 1;
        }
    }

    private static bool IsMark(string? text) => string.IsNullOrEmpty(text) || (text.StartsWith("[_", StringComparison.Ordinal) && text.EndsWith(']'));

    private static bool IsBroken(string? text) => text!.Contains('\uFFFD', StringComparison.Ordinal);

    private static int Find(string text, WhisperToken token, int from) => Math.Max(from, text.IndexOf(token.Text!, from, StringComparison.Ordinal));

    private static bool Begins(string piece) => char.IsWhiteSpace(piece[0]) || (WordText.IsUnspaced(piece[0]) && char.IsLetterOrDigit(piece[0]));
}
