using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Makes cues that can be read and spoken out of recognized words. Pure.</summary>
internal static class CueBuilder
{
    private const double MaxSeconds = 7;
    private const int MaxCharacters = 84;
    private const double PhrasePause = 0.35;
    private const double FragmentPause = 1.2;

    /// <summary>One cue per segment, or several where it is too long, cut at the longest pauses.</summary>
    public static List<Cue> Build(IEnumerable<List<RecognizedWord>> segments)
    {
        var cues = new List<Cue>();
        foreach (var words in Join(segments.Where(words => words.Count > 0).OrderBy(words => words[0].Start)))
        {
            Add(words, cues);
        }

        return cues;
    }

    /// <summary>Joins segments with a short pause between them, or a single word, to what comes before: a phrase translates better whole.</summary>
    private static List<List<RecognizedWord>> Join(IEnumerable<List<RecognizedWord>> segments)
    {
        var joined = new List<List<RecognizedWord>>();
        foreach (var words in segments)
        {
            var pause = joined.Count == 0 ? double.MaxValue : words[0].Start - joined[^1][^1].End;
            var fragment = joined.Count > 0 && (words.Count < 3 || joined[^1].Count < 3);
            if (pause < (fragment ? FragmentPause : PhrasePause) && words[^1].End - joined[^1][0].Start <= MaxSeconds)
            {
                joined[^1] = [.. joined[^1], .. words];
            }
            else
            {
                joined.Add(words);
            }
        }

        return joined;
    }

    private static void Add(List<RecognizedWord> words, List<Cue> cues)
    {
        var text = string.Join(' ', words.Select(word => word.Text));
        if (words.Count > 1 && (words[^1].End - words[0].Start > MaxSeconds || text.Length > MaxCharacters))
        {
            var cut = LongestPause(words);
            Add(words[..cut], cues);
            Add(words[cut..], cues);
            return;
        }

        // Recognizers overlap words by a frame at cuts.
        var start = Math.Max(words[0].Start, cues.Count > 0 ? cues[^1].End : 0);
        var end = Math.Max(words[^1].End, start + 0.05);
        var confidence = words.Sum(word => word.Confidence * (word.End - word.Start)) / words.Sum(word => word.End - word.Start + 1e-9);
        cues.Add(new Cue(cues.Count + 1, Round(start), Round(end), Sentence(text), Confidence: Math.Round(Math.Clamp(confidence, 0, 1), 3)));
    }

    /// <summary>Where to cut: pauses count, and so does leaving two parts of similar length.</summary>
    private static int LongestPause(List<RecognizedWord> words)
    {
        var best = 1;
        var bestScore = double.MinValue;
        var length = words[^1].End - words[0].Start;
        for (var i = 1; i < words.Count; i++)
        {
            var pause = words[i].Start - words[i - 1].End;
            var place = (words[i].Start - words[0].Start) / length;
            var score = pause - (0.5 * Math.Abs(place - 0.5));
            if (score > bestScore)
            {
                (best, bestScore) = (i, score);
            }
        }

        return best;
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    private static double Round(double seconds) => Math.Round(seconds, 3);
}
