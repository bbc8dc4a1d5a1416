using CsCheck;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Tests.Recognition;

/// <summary>Words become cues that can be read, and spoken in another language.</summary>
public sealed class CueBuilderTests
{
    [Fact]
    public void A_sentence_is_a_cue()
    {
        var cues = Build(
            (0, 2, "This is one sentence."), (2.1, 4.5, "And this is another one, isn't it?"), (6, 8, "A pause ends a"), (9.5, 11, "sentence in two."));

        Assert.Equal(["This is one sentence.", "And this is another one, isn't it?", "A pause ends a", "sentence in two."], cues.Select(cue => cue.Text));
        Assert.Equal([0, 2.1, 6, 9.5], cues.Select(cue => cue.Start));
    }

    [Fact]
    public void Long_sentences_are_cut_at_clauses_and_pauses()
    {
        var cues = Build((0, 14, "When the river rises in the spring, the people of the valley carry their things up the hill, and they wait there until the water goes."));

        Assert.Equal(
            ["When the river rises in the spring,", "the people of the valley carry their things up the hill,", "and they wait there until the water goes."],
            cues.Select(cue => cue.Text));
    }

    [Fact]
    public void Passages_that_overlap_by_much_are_in_order_of_time()
    {
        var cues = CueBuilder.Build([Segment(0.5, 60, "Hello, there you are.", "A"), Segment(5, 9, "Bye now.", "B")], 60);

        Assert.Equal(cues.Select(cue => cue.Start).Order(), cues.Select(cue => cue.Start));
        Assert.Equal(Enumerable.Range(1, cues.Count), cues.Select(cue => cue.Index));
        Assert.Contains(cues, cue => cue.Text == "Bye now.");
    }

    [Fact]
    public void What_is_said_at_the_very_end_is_inside_the_recording()
    {
        var words = new[] { "One.", "Two.", "Three." }.Select(word => new RecognizedWord(10, 10, word, 1)).ToList();

        Assert.All(CueBuilder.Build([new RecognizedSegment(10, 10, "One. Two. Three.", words)], 10), cue => Assert.InRange(cue.End, cue.Start + 0.01, 10.001));
    }

    [Fact]
    public void Fragments_join_what_comes_before()
    {
        var cues = Build((0, 2, "I will tell you."), (2.1, 2.4, "Yes."), (6, 6.4, "No."));

        Assert.Equal(["I will tell you. Yes.", "No."], cues.Select(cue => cue.Text));
    }

    [Fact]
    public void A_cue_stays_long_enough_to_be_read_where_a_pause_follows()
    {
        var cues = Build((0, 1, "Fifty-one letters take three seconds to read, okay."), (5, 6, "Fifty-one letters take three seconds to read, okay."), (6.2, 8, "The next one comes soon enough."));

        Assert.Equal(3, cues[0].End, 1);
        Assert.Equal(6.16, cues[1].End, 3);
    }

    [Fact]
    public void Speakers_are_not_mixed()
    {
        var segments = new[] { Segment(0, 1, "Are you there?", "A"), Segment(1.1, 1.5, "Yes.", "B") };

        Assert.Equal([("Are you there?", "A"), ("Yes.", "B")], CueBuilder.Build(segments, 10).Select(cue => (cue.Text, cue.Speaker!)));
    }

    [Fact]
    public void Without_punctuation_pauses_make_sentences()
    {
        var cues = Build((0, 2, "this is what sphinx hears"), (2.6, 4, "and it knows no stops"));

        Assert.Equal(["This is what sphinx hears.", "And it knows no stops."], cues.Select(cue => cue.Text));
    }

    [Fact]
    public void Unsure_words_make_an_unsure_cue_and_silence_about_it_none()
    {
        var segment = new RecognizedSegment(1, 2, "and so", [new RecognizedWord(1, 1.5, "and", 0.2), new RecognizedWord(1.5, 2, "so", 0.4)]);

        Assert.Equal(0.3, Assert.Single(CueBuilder.Build([segment], 10)).Confidence);
        Assert.Null(Assert.Single(Build((0, 1, "All is well."))).Confidence);
    }

    [Fact]
    public void The_full_stop_that_words_without_punctuation_get_is_counted()
    {
        var cues = Build((0, 6, $"{new string('a', 20)} {new string('b', 21)} {new string('c', 20)} {new string('d', 21)}"));

        Assert.Equal(2, cues.Count);
        Assert.All(cues, cue => Assert.True(SubtitleLines.Fits(cue.Text), cue.Text));
    }

    [Fact]
    public void Whatever_is_said_every_cue_can_be_read_and_no_word_is_lost() =>
        Gen.Select(Gen.String[Gen.Char["abcdeé你好，. ,?"], 1, 14], Gen.Double[0.05, 1.2], Gen.Double[0, 2])
            .Array[1, 60]
            .Sample(said =>
            {
                var words = new List<RecognizedWord>();
                double at = 0;
                foreach (var (text, length, pause) in said.Where(s => s.Item1.Any(char.IsLetterOrDigit)))
                {
                    words.Add(new RecognizedWord(at + pause, at + pause + length, text.Replace(" ", "", StringComparison.Ordinal), 1));
                    at += pause + length;
                }

                var cues = words.Count == 0 ? [] : CueBuilder.Build([new RecognizedSegment(0, at, WordText.Join(words.Select(w => w.Text)), words)], at + 5);

                Assert.All(cues, cue => Assert.True(cue.Duration <= CueBuilder.MaxSeconds + 0.001, $"{cue}"));
                Assert.All(cues, cue => Assert.True(SubtitleLines.Fits(cue.Text), cue.Text));
                Assert.All(cues.Zip(cues.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"{pair}"));
                Assert.Equal(Letters(words.Select(w => w.Text)), Letters(cues.Select(cue => cue.Text)));
            });

    private static string Letters(IEnumerable<string> texts) => string.Concat(texts).Where(char.IsLetterOrDigit).Aggregate("", (a, c) => a + char.ToLowerInvariant(c));

    private static List<Cue> Build(params (double Start, double End, string Text)[] said) =>
        CueBuilder.Build(said.Select(s => Segment(s.Start, s.End, s.Text, null)), 20);

    private static RecognizedSegment Segment(double start, double end, string text, string? speaker) =>
        new(start, end, text, WordTimes.Spread(text, start, end), speaker);
}
