using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Recognition;

/// <summary>
/// Makes cues out of timed words: a sentence is one cue, unless it is too long to read or to hear at once; then it is cut where a
/// part of it ends or where the speaker pauses. Pure.
/// </summary>
internal static class CueBuilder
{
    /// <summary>Longest cue in seconds.</summary>
    public const double MaxSeconds = 7;

    /// <summary>A pause this long ends a cue whatever is said.</summary>
    private const double SentencePause = 0.8;

    // Words without punctuation are phrases between pauses; a phrase of one or two words belongs to its neighbour.
    private const double PhrasePause = 0.35;
    private const double FragmentPause = 1.2;
    private const double ShortestCue = 0.8;
    private const double Gap = 0.04;
    private const double Shortest = 0.05;

    /// <summary>Cues in order of time, without overlap between those of one speaker.</summary>
    /// <param name="segments">Checked, with their words.</param>
    /// <param name="duration">Seconds of the recording.</param>
    public static List<Cue> Build(IEnumerable<RecognizedSegment> segments, double duration)
    {
        var words = segments.SelectMany(segment => segment.Words.Select(word => new Said(word, segment.Speaker))).ToList();
        // Some recognizers know no punctuation; then pauses are all there is.
        var punctuated = words.Exists(word => WordText.EndsSentence(word.Word.Text));
        var lines = Sentences(words, punctuated).SelectMany(sentence => Split(sentence, punctuated)).ToList();
        return ToCues(Merge(lines, punctuated), punctuated, duration);
    }

    private static IEnumerable<List<Said>> Sentences(List<Said> words, bool punctuated)
    {
        var sentence = new List<Said>();
        for (var i = 0; i < words.Count; i++)
        {
            sentence.Add(words[i]);
            if (i + 1 == words.Count
                || words[i].Speaker != words[i + 1].Speaker
                || words[i + 1].Word.Start - words[i].Word.End >= (punctuated ? SentencePause : PhrasePause)
                || WordText.EndsSentence(words[i].Word.Text))
            {
                yield return sentence;
                sentence = [];
            }
        }
    }

    private static IEnumerable<List<Said>> Split(List<Said> words, bool punctuated)
    {
        if (words.Count < 2 || Fits(words, punctuated))
        {
            return [words];
        }

        var cut = BestCut(words);
        return [.. Split(words[..cut], punctuated), .. Split(words[cut..], punctuated)];
    }

    private static bool Fits(List<Said> words, bool punctuated) =>
        words[^1].Word.End - words[0].Word.Start <= MaxSeconds && SubtitleLines.Fits(Text(words, punctuated));

    /// <summary>Where to cut: after a clause, in a pause, and so that both parts are about as long.</summary>
    private static int BestCut(List<Said> words)
    {
        var best = 1;
        var bestScore = double.MinValue;
        double all = words.Sum(word => WordText.Width(word.Word.Text) + 1);
        double before = 0;
        for (var i = 1; i < words.Count; i++)
        {
            before += WordText.Width(words[i - 1].Word.Text) + 1;
            var pause = Math.Clamp(words[i].Word.Start - words[i - 1].Word.End, 0, 1);
            var clause = WordText.EndsClause(words[i - 1].Word.Text) ? 0.3 : 0;
            var score = pause + clause - (1.2 * Math.Abs((before / all) - 0.5));
            if (score > bestScore)
            {
                (best, bestScore) = (i, score);
            }
        }

        return best;
    }

    /// <summary>Joins what is too short to stand alone to what comes right before it.</summary>
    private static List<List<Said>> Merge(List<List<Said>> lines, bool punctuated)
    {
        var merged = new List<List<Said>>();
        foreach (var line in lines)
        {
            if (merged.Count > 0 && Belongs(merged[^1], line, punctuated) && Fits([.. merged[^1], .. line], punctuated))
            {
                merged[^1] = [.. merged[^1], .. line];
            }
            else
            {
                merged.Add(line);
            }
        }

        return merged;
    }

    private static bool Belongs(List<Said> before, List<Said> line, bool punctuated)
    {
        if (before[^1].Speaker != line[0].Speaker)
        {
            return false;
        }

        var pause = line[0].Word.Start - before[^1].Word.End;
        var fragment = Seconds(before) < ShortestCue || Seconds(line) < ShortestCue || before.Count < 3 || line.Count < 3;
        // What was marked as unsure stays apart: among sure words nobody would see the mark.
        return punctuated ? fragment && pause < SentencePause && IsUnsure(before) == IsUnsure(line) : pause < (fragment ? FragmentPause : PhrasePause);
    }

    private static List<Cue> ToCues(List<List<Said>> lines, bool punctuated, double duration)
    {
        var cues = new List<Cue>();
        for (var i = 0; i < lines.Count; i++)
        {
            var words = lines[i];
            var text = Text(words, punctuated);
            var start = Math.Max(words[0].Word.Start, cues.Count > 0 ? Math.Min(cues[^1].End, words[^1].Word.End - Shortest) : 0);
            start = Math.Max(0, Math.Min(start, duration - Shortest));
            var spoken = Math.Max(words[^1].Word.End, start + Shortest);
            // Read at 17 characters a second, where the pause that follows allows it.
            var readable = start + Math.Clamp(WordText.Width(text) / SubtitleLines.ReadingSpeed, ShortestCue, MaxSeconds);
            var room = i + 1 < lines.Count ? lines[i + 1][0].Word.Start - Gap : duration;
            var end = Math.Max(spoken, Math.Min(readable, room));
            cues.Add(new Cue(
                i + 1, Round(start), Round(end), text, Confidence: Confidence(words), Speaker: words[0].Speaker));
        }

        // Passages that overlap by much, as recognizers give them that lost their times, come behind what begins after them.
        return [.. cues.OrderBy(cue => cue.Start).Select((cue, i) => cue with { Index = i + 1 })];
    }

    /// <summary>Mean over the time of the words; null where the recognizer does not say.</summary>
    private static double? Confidence(List<Said> words)
    {
        if (words.TrueForAll(word => word.Word.Confidence >= 1))
        {
            return null;
        }

        var seconds = words.Sum(word => word.Word.End - word.Word.Start + 1e-9);
        var confidence = words.Sum(word => word.Word.Confidence * (word.Word.End - word.Word.Start + 1e-9)) / seconds;
        return Math.Round(Math.Clamp(confidence, 0, 1), 3);
    }

    private static bool IsUnsure(List<Said> words) => Confidence(words) < Cue.LowConfidence;

    private static double Seconds(List<Said> words) => words[^1].Word.End - words[0].Word.Start;

    /// <summary>As it is shown: without punctuation of its own it is made a sentence.</summary>
    private static string Text(List<Said> words, bool punctuated)
    {
        var text = WordText.Join(words.Select(word => word.Word.Text));
        return punctuated ? text : Sentence(text);
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    private static double Round(double seconds) => Math.Round(seconds, 3);

    private readonly record struct Said(RecognizedWord Word, string? Speaker);
}
