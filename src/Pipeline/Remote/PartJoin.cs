using TransVox.Pipeline.Recognition;

namespace TransVox.Pipeline.Remote;

/// <summary>Joins what was heard in the parts of a recording so that no word is lost or doubled. Pure.</summary>
internal static class PartJoin
{
    /// <summary>All segments in order. Those of a part have times from the start of the recording.</summary>
    public static IReadOnlyList<RecognizedSegment> Join(IReadOnlyList<AudioPart> parts, IReadOnlyList<IReadOnlyList<RecognizedSegment>> heard)
    {
        var joined = new List<RecognizedSegment>();
        for (var i = 0; i < parts.Count; i++)
        {
            var segments = heard[i];
            if (i > 0 && parts[i].From < parts[i].Start)
            {
                var (end, start) = Seam(joined, segments, parts[i].From, parts[i - 1].To, parts[i].Start);
                joined = [.. Keep(joined, word => word.Start < end, segment => Middle(segment) < parts[i].Start)];
                segments = [.. Keep(segments, word => word.Start >= start, segment => Middle(segment) >= parts[i].Start)];
            }

            joined.AddRange(segments);
        }

        return joined;
    }

    /// <summary>
    /// Where to go from one part to the next: in the middle of the words that both heard alike, or at the cut when they agree on none.
    /// </summary>
    /// <returns>Words of the earlier part count when they start before the first time, those of the later one from the second on.</returns>
    private static (double End, double Start) Seam(
        IReadOnlyList<RecognizedSegment> earlier, IReadOnlyList<RecognizedSegment> later, double from, double to, double cut)
    {
        var before = earlier.SelectMany(segment => segment.Words).Where(word => Middle(word) >= from).ToList();
        var after = later.SelectMany(segment => segment.Words).Where(word => Middle(word) <= to).ToList();
        var (length, first, second) = (0, 0, 0);
        for (var i = 0; i < before.Count; i++)
        {
            for (var j = 0; j < after.Count; j++)
            {
                var run = 0;
                while (i + run < before.Count && j + run < after.Count && Same(before[i + run], after[j + run]))
                {
                    run++;
                }

                if (run > length)
                {
                    (length, first, second) = (run, i, j);
                }
            }
        }

        if (length > 0)
        {
            var half = length / 2;
            return (before[first + half].Start, after[second + half].Start);
        }

        return (Nearest(before, cut), Nearest(after, cut));
    }

    private static double Nearest(List<RecognizedWord> words, double cut) =>
        words.Where(word => Middle(word) >= cut).Select(word => word.Start).DefaultIfEmpty(cut).Min();

    private static IEnumerable<RecognizedSegment> Keep(
        IEnumerable<RecognizedSegment> segments, Func<RecognizedWord, bool> keepWord, Func<RecognizedSegment, bool> keepSegment)
    {
        foreach (var segment in segments)
        {
            var words = segment.Words.Where(keepWord).ToList();
            if (segment.Words.Count == 0 ? keepSegment(segment) : words.Count == segment.Words.Count)
            {
                yield return segment;
            }
            else if (words.Count > 0)
            {
                yield return segment with { Start = words[0].Start, End = words[^1].End, Text = Text(words), Words = words };
            }
        }
    }

    // Scripts without spaces between words keep none.
    private static string Text(List<RecognizedWord> words) => words.Select(word => word.Text).Aggregate((text, word) =>
        IsIdeographic(text[^1]) && IsIdeographic(word[0]) ? text + word : text + " " + word);

    private static bool IsIdeographic(char c) => c is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFF60');

    // The same word twice in a sentence is not the same word heard twice.
    private static bool Same(RecognizedWord one, RecognizedWord other) =>
        Math.Abs(one.Start - other.Start) < 0.7 && Plain(one.Text) is { Length: > 0 } plain && plain == Plain(other.Text);

    private static string Plain(string word) => string.Concat(word.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static double Middle(RecognizedWord word) => (word.Start + word.End) / 2;

    private static double Middle(RecognizedSegment segment) => (segment.Start + segment.End) / 2;
}
