namespace TransVox.Pipeline.Subtitles;

/// <summary>
/// Captions that roll or grow, as video sites and live captioning write them: each cue repeats what the one before ended with. Afterwards
/// every word is there once, in the cue in which it first appeared. Pure.
/// </summary>
internal static class RollingCaptions
{
    // Cues that repeat follow each other at once.
    private const double MostPause = 0.3;
    private const int FewestRepeats = 3;

    /// <summary>The cues without what they repeat; as they are when they do not roll.</summary>
    /// <param name="cues">In order of time.</param>
    public static IReadOnlyList<RawCue> Unroll(IReadOnlyList<RawCue> cues)
    {
        if (!Roll(cues))
        {
            return cues;
        }

        var unrolled = new List<RawCue>();
        RawCue? last = null;
        foreach (var cue in cues)
        {
            var rest = last is not null && Follows(last, cue) ? WithoutFirst(cue.Text.Plain, Repeated(last, cue)) : cue.Text.Plain;
            last = cue;
            if (rest.Length > 0)
            {
                // Places and looks belong to the rolling, not to the words.
                unrolled.Add(cue with { Text = new StyledText(rest) });
            }
            else if (unrolled.Count > 0)
            {
                // It only kept standing what was said before.
                unrolled[^1] = unrolled[^1] with { End = Math.Max(unrolled[^1].End, cue.End) };
            }
        }

        return unrolled;
    }

    /// <summary>Word times together with a repetition are certain; without them most cues that add something must repeat.</summary>
    private static bool Roll(IReadOnlyList<RawCue> cues)
    {
        var repeats = 0;
        var follows = 0;
        for (var i = 1; i < cues.Count; i++)
        {
            if (Follows(cues[i - 1], cues[i]))
            {
                follows++;
                repeats += Repeated(cues[i - 1], cues[i]) >= Math.Min(2, Words(cues[i - 1].Text.Plain).Length) ? 1 : 0;
            }
        }

        return cues.Any(cue => cue.WordTimes) ? repeats > 0 : repeats >= FewestRepeats && repeats * 3 >= follows * 2;
    }

    private static bool Follows(RawCue before, RawCue cue) => cue.Start - before.End <= MostPause && cue.Start >= before.Start;

    /// <summary>How many words at the start of a cue are those at the end of the one before.</summary>
    private static int Repeated(RawCue before, RawCue cue)
    {
        var (old, now) = (Words(before.Text.Plain), Words(cue.Text.Plain));
        for (var count = Math.Min(old.Length, now.Length); count > 0; count--)
        {
            if (old.AsSpan(old.Length - count).SequenceEqual(now.AsSpan(0, count)))
            {
                return count;
            }
        }

        return 0;
    }

    private static string WithoutFirst(string text, int words)
    {
        var at = 0;
        for (var i = 0; i < words; i++)
        {
            while (char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        return text[at..].Trim();
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
