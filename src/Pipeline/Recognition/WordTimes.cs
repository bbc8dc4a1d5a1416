namespace TransVox.Pipeline.Recognition;

/// <summary>
/// Gives every segment its words. Recognizers differ: some give no word times, some give words without the punctuation that stands
/// in the text. Pure.
/// </summary>
internal static class WordTimes
{
    // How far into the text a word may be looked for: the text may hold what the words lack, but not another sentence.
    private const int Reach = 40;

    /// <summary>The segment with one word for every word of its text, with times and punctuation.</summary>
    public static RecognizedSegment Complete(RecognizedSegment segment)
    {
        var text = segment.Text.Trim();
        var words = segment.Words.Where(word => word.Text.Trim().Length > 0).ToList();
        if (words.Count == 0)
        {
            return segment with { Text = text, Words = Spread(text, segment.Start, segment.End) };
        }

        var aligned = text.Length == 0 ? null : Align(text, words);
        words = aligned ?? [.. words.Select(word => word with { Text = word.Text.Trim() })];
        return segment with { Text = text.Length == 0 ? WordText.Join(words.Select(word => word.Text)) : text, Words = words };
    }

    /// <summary>Words of a text with times that follow from their lengths.</summary>
    public static List<RecognizedWord> Spread(string text, double start, double end, double confidence = 1)
    {
        var words = Split(text);
        var all = (double)words.Sum(word => WordText.Width(word) + 1);
        var result = new List<RecognizedWord>(words.Count);
        var at = start;
        foreach (var word in words)
        {
            var next = at + ((end - start) * (WordText.Width(word) + 1) / all);
            result.Add(new RecognizedWord(at, next, word, confidence));
            at = next;
        }

        return result;
    }

    /// <summary>Words with what stands around them in the text; null when text and words are not the same.</summary>
    private static List<RecognizedWord>? Align(string text, List<RecognizedWord> words)
    {
        var starts = new int[words.Count];
        var at = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var core = words[i].Text.Trim().Trim(Punctuation);
            var found = core.Length == 0 ? at : text.IndexOf(core, at, Math.Min(text.Length - at, core.Length + Reach), StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return null;
            }

            starts[i] = found;
            at = found + core.Length;
        }

        // Opening marks belong to the word behind them, everything else to the word before.
        for (var i = 0; i < starts.Length; i++)
        {
            while (starts[i] > 0 && Opening.Contains(text[starts[i] - 1], StringComparison.Ordinal))
            {
                starts[i]--;
            }
        }

        starts[0] = 0;
        var result = new List<RecognizedWord>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            var end = i + 1 < words.Count ? Math.Max(starts[i], starts[i + 1]) : text.Length;
            var part = text[starts[i]..end].Trim();
            if (part.Length > 0)
            {
                result.Add(words[i] with { Text = part });
            }
        }

        return result;
    }

    private const string Opening = "\"“‘«([¿¡（「『【《";
    private static readonly char[] Punctuation = [.. ".,;:?!…\"'“”‘’«»()[]-–—¿¡。，、！？：；（）「」『』【】《》"];

    /// <summary>Words between spaces; letter by letter in scripts without spaces, punctuation staying with the letter before it.</summary>
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var start = 0;
            for (var i = 1; i <= word.Length; i++)
            {
                if (i == word.Length || (WordText.IsUnspaced(word[i]) && char.IsLetterOrDigit(word[i])) || (WordText.IsUnspaced(word[i - 1]) && char.IsLetterOrDigit(word[i])))
                {
                    words.Add(word[start..i]);
                    start = i;
                }
            }
        }

        return words;
    }
}
