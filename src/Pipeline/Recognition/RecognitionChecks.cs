using System.Globalization;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Recognition;

/// <summary>
/// What a recognizer says is checked like any foreign input: text where nobody speaks goes, times are mended, and what may be wrong
/// is marked as unsure for whoever reviews it. For one recording.
/// </summary>
internal sealed class RecognitionChecks(SpeechMap map)
{
    /// <summary>Confidence of what was marked; below what the editor shows as unsure.</summary>
    public const double Doubtful = 0.3;

    // Recognizers are off by some tenths of a second, more so at the beginning of a phrase.
    private const double Tolerance = 0.4;
    private const double LongestSegment = 29;
    private const double ShortestWord = 0.02;
    private const double NoSpeech = 0.6;
    private const int FastestSpeech = 35;
    private const int MostPlaces = 5;
    private readonly List<string> _warnings = [];
    private readonly List<double> _untimed = [];
    private readonly List<double> _hurried = [];

    /// <summary>Segments in order with their words, all inside the recording, and what was done to them.</summary>
    public (List<RecognizedSegment> Segments, IReadOnlyList<string> Warnings) Apply(IEnumerable<RecognizedSegment> segments)
    {
        var checkedSegments = WithTimes([.. segments.Where(segment => segment.Text.Any(char.IsLetterOrDigit))]);
        checkedSegments = WithSpeech(checkedSegments);
        checkedSegments = WithoutLoops(checkedSegments);
        checkedSegments = [.. checkedSegments.Select(TooLong).Select(TooFast)];
        Warn(_untimed, "The recognizer gave no times inside long passages; their words were placed by where somebody speaks; check the times from");
        Warn(_hurried, "More words than anybody says in the time; check what is said at");
        return (checkedSegments, _warnings);
    }

    /// <summary>Times inside the recording and forwards; what is wholly outside is left out.</summary>
    private List<RecognizedSegment> WithTimes(List<RecognizedSegment> segments)
    {
        var kept = new List<RecognizedSegment>();
        var (mended, outside) = (0, 0);
        foreach (var segment in segments)
        {
            if (!(segment.Start < map.Duration) || !(segment.End >= 0))
            {
                outside++;
                continue;
            }

            var words = Forwards(segment);
            mended += words.SequenceEqual(segment.Words) ? 0 : 1;
            kept.Add(segment with { Start = words[0].Start, End = words[^1].End, Words = words });
        }

        // Segments of one recognizer may come out of order; a stable sort keeps those of one time as they were said.
        Warn(mended, "Recognized passages whose times ran backwards or past the end and were put in order");
        Warn(outside, "Recognized passages outside the video, left out");
        return [.. kept.OrderBy(segment => segment.Start)];
    }

    private List<RecognizedWord> Forwards(RecognizedSegment segment)
    {
        var anchors = WordOrder.Anchors([.. segment.Words.Select(word => word.Start)], map.Duration);
        var words = new List<RecognizedWord>(segment.Words.Count);
        for (var i = 0; i < segment.Words.Count; i++)
        {
            var word = segment.Words[i];
            var before = words.Count > 0 ? words[^1].End : 0;
            var next = Enumerable.Range(i + 1, segment.Words.Count - i - 1).Where(n => anchors[n]).Select(n => segment.Words[n].Start).DefaultIfEmpty(map.Duration).First();
            var start = anchors[i] ? word.Start : Math.Min(before, next);
            var end = anchors[i] && double.IsFinite(word.End) ? Math.Clamp(word.End, start, map.Duration) : start;
            words.Add(word with { Start = start, End = Math.Max(end, Math.Min(start + ShortestWord, map.Duration)) });
        }

        return words;
    }

    private List<RecognizedSegment> WithSpeech(List<RecognizedSegment> segments)
    {
        var kept = new List<RecognizedSegment>();
        var (silent, phantoms) = (0, 0);
        foreach (var segment in segments)
        {
            var share = map.Speech(segment.Start, segment.End) / Math.Max(ShortestWord, segment.End - segment.Start);
            if (map.Speech(segment.Start - Tolerance, segment.End + Tolerance) <= 0)
            {
                silent++;
            }
            else if (PhantomPhrases.Contains(segment.Text) && (share < 0.5 || segment.NoSpeechProbability > NoSpeech))
            {
                phantoms++;
            }
            else
            {
                kept.Add(PhantomPhrases.Contains(segment.Text) && segment.Words.All(word => word.Confidence < 0.6) ? Doubt(segment) : segment);
            }
        }

        Warn(silent, "Recognized passages left out because nobody speaks there");
        Warn(phantoms, "Phrases left out that recognizers invent in silence");
        return kept;
    }

    private List<RecognizedSegment> WithoutLoops(List<RecognizedSegment> segments)
    {
        var words = segments.SelectMany((segment, i) => segment.Words.Select(word => (Segment: i, Word: word))).ToList();
        var loops = Loops.Find([.. words.Select(word => word.Word.Text)]);
        if (loops.Count == 0)
        {
            return segments;
        }

        var gone = new HashSet<int>(loops.SelectMany(loop => Enumerable.Range(loop.From, loop.To - loop.From)));
        var doubtful = new HashSet<int>(loops.Select(loop => words[loop.From - 1].Segment));
        var left = words.Where((_, i) => !gone.Contains(i)).ToLookup(word => word.Segment, word => word.Word);
        Warn([.. loops.Select(loop => words[loop.From].Word.Start)], "The recognizer repeated itself, and the repetitions were left out; check what is said at");
        return [.. segments.Select((segment, i) => Shorten(segment, [.. left[i]], doubtful.Contains(i))).OfType<RecognizedSegment>()];
    }

    private static RecognizedSegment? Shorten(RecognizedSegment segment, List<RecognizedWord> words, bool doubtful)
    {
        if (words.Count == 0)
        {
            return null;
        }

        segment = words.Count == segment.Words.Count
            ? segment
            : segment with { Start = words[0].Start, End = words[^1].End, Text = WordText.Join(words.Select(word => word.Text)), Words = words };
        return doubtful ? Doubt(segment) : segment;
    }

    /// <summary>Half a minute is what a model says that lost its times: the words are spread over where somebody speaks.</summary>
    private RecognizedSegment TooLong(RecognizedSegment segment)
    {
        var timed = segment.Words.Zip(segment.Words.Skip(1)).Any(pair => pair.Second.Start - pair.First.End > 0.05);
        if (segment.End - segment.Start < LongestSegment || timed)
        {
            return segment;
        }

        _untimed.Add(segment.Start);
        var spans = map.Within(segment.Start, segment.End).ToList();
        var all = spans.Sum(span => span.Length);
        var words = segment.Words.Select(word => word with { Start = Place(spans, all, Share(word.Start)), End = Place(spans, all, Share(word.End)) }).ToList();
        return Doubt(segment with { Start = words[0].Start, End = words[^1].End, Words = words });

        double Share(double time) => (time - segment.Start) / (segment.End - segment.Start);
    }

    private static double Place(List<SpeechSpan> spans, double all, double share)
    {
        var left = share * all;
        foreach (var span in spans)
        {
            if (left <= span.Length + 1e-9)
            {
                return span.Start + left;
            }

            left -= span.Length;
        }

        return spans[^1].End;
    }

    /// <summary>More letters than anybody says in that time.</summary>
    private RecognizedSegment TooFast(RecognizedSegment segment)
    {
        var width = WordText.Width(segment.Text);
        if (width < 20 || width <= FastestSpeech * (segment.End - segment.Start))
        {
            return segment;
        }

        _hurried.Add(segment.Start);
        return Doubt(segment);
    }

    private static RecognizedSegment Doubt(RecognizedSegment segment) =>
        segment with { Words = [.. segment.Words.Select(word => word with { Confidence = Math.Min(word.Confidence, Doubtful) })] };

    private void Warn(int count, string text)
    {
        if (count > 0)
        {
            _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{text}: {count}."));
        }
    }

    private void Warn(List<double> places, string text)
    {
        if (places.Count > 0)
        {
            _warnings.Add($"{text}: {string.Join(", ", places.Take(MostPlaces).Select(Clock))}{(places.Count > MostPlaces ? ", …" : "")}.");
        }
    }

    private static string Clock(double seconds) => SubtitleTime.Format(seconds, '.')[..8];
}
