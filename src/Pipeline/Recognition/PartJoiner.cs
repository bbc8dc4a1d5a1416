namespace TransVox.Pipeline.Recognition;

/// <summary>Puts what was recognized in the parts of a recording together, without a lost or doubled word. Pure.</summary>
internal static class PartJoiner
{
    // Both parts hear the words of an overlap at about the same time; at their very ends words are cut off.
    private const double SameTime = 0.6;

    /// <summary>Segments of all parts, with times of the recording. Every segment must have its words.</summary>
    public static List<RecognizedSegment> Join(IReadOnlyList<(AudioPart Part, IReadOnlyList<RecognizedSegment> Segments)> parts)
    {
        var joined = new List<RecognizedSegment>();
        foreach (var (part, segments) in parts)
        {
            var next = segments.Select(segment => ToRecording(part, segment)).ToList();
            if (part.Overlap > 0 && joined.Count > 0)
            {
                var cut = FindCut([.. joined.SelectMany(s => s.Words)], [.. next.SelectMany(s => s.Words)], part.Start, part.Start + part.Overlap);
                joined = Keep(joined, word => Middle(word) < cut);
                next = Keep(next, word => Middle(word) >= cut);
            }

            joined.AddRange(next);
        }

        return joined;
    }

    private static RecognizedSegment ToRecording(AudioPart part, RecognizedSegment segment)
    {
        var words = segment.Words.Select(word =>
        {
            var (start, end) = part.ToRecording(word.Start, word.End);
            return word with { Start = start, End = end };
        }).ToList();
        return segment with { Start = part.ToRecording(segment.Start), End = part.ToRecording(segment.End), Words = words };
    }

    /// <summary>
    /// The time before which the first part is right and after which the second is: between two words that both heard, as near to
    /// the middle of the overlap as there are such.
    /// </summary>
    private static double FindCut(RecognizedWord[] before, RecognizedWord[] after, double from, double to)
    {
        var middle = (from + to) / 2;
        var best = middle;
        var distance = double.MaxValue;
        foreach (var word in after.Where(word => Middle(word) >= from && Middle(word) <= to))
        {
            var twin = before.LastOrDefault(other => Math.Abs(Middle(other) - Middle(word)) < SameTime && WordText.Same(other.Text, word.Text));
            if (twin is not null && Math.Abs(Middle(word) - middle) < distance)
            {
                // After the middles of both: the word comes from the first part, what follows from the second.
                distance = Math.Abs(Middle(word) - middle);
                best = Math.Max(Middle(word), Middle(twin)) + 0.001;
            }
        }

        return best;
    }

    private static double Middle(RecognizedWord word) => (word.Start + word.End) / 2;

    private static List<RecognizedSegment> Keep(List<RecognizedSegment> segments, Func<RecognizedWord, bool> keep)
    {
        var kept = new List<RecognizedSegment>();
        foreach (var segment in segments)
        {
            var words = segment.Words.Where(keep).ToList();
            if (words.Count == segment.Words.Count)
            {
                kept.Add(segment);
            }
            else if (words.Count > 0)
            {
                kept.Add(segment with { Start = words[0].Start, End = words[^1].End, Text = WordText.Join(words.Select(word => word.Text)), Words = words });
            }
        }

        return kept;
    }
}
