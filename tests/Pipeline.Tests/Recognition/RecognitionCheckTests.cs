using TransVox.Pipeline.Recognition;

namespace TransVox.Pipeline.Tests.Recognition;

/// <summary>What recognizers make up, repeat or misplace is mended or marked.</summary>
public sealed class RecognitionCheckTests
{
    private static readonly SpeechMap Map = new([new SpeechSpan(10, 20), new SpeechSpan(30, 50), new SpeechSpan(80, 84)], 100, "test");

    [Fact]
    public void What_is_right_stays_as_it_is()
    {
        var segments = new[] { Said(10.2, 13, "No, no, no, no, I said no."), Said(30, 36, "Thank you for watching.") };

        var (kept, warnings) = new RecognitionChecks(Map).Apply(segments);

        Assert.Equal(segments.Select(s => s.Text), kept.Select(s => s.Text));
        Assert.Equal(segments.SelectMany(s => s.Words), kept.SelectMany(s => s.Words));
        Assert.Empty(warnings);
    }

    [Fact]
    public void Text_where_nobody_speaks_is_left_out()
    {
        var (kept, warnings) = new RecognitionChecks(Map).Apply([Said(2, 5, "Some words."), Said(12, 14, "Hello there."), Said(60, 64, "More words.")]);

        Assert.Equal("Hello there.", Assert.Single(kept).Text);
        Assert.Equal("Recognized passages left out because nobody speaks there: 2.", Assert.Single(warnings));
    }

    [Theory]
    [InlineData("Thank you for watching!")]
    [InlineData("Untertitel der Amara.org-Community")]
    [InlineData("字幕由 Amara.org 社区提供")]
    [InlineData("Субтитры сделал DimaTorzok")]
    [InlineData("ご視聴ありがとうございました。")]
    public void Phrases_invented_in_silence_are_left_out(string phrase)
    {
        // A breath of speech at the edge is not the phrase.
        var (kept, warnings) = new RecognitionChecks(Map).Apply([Said(19.5, 24, phrase), Said(81, 83, phrase, noSpeech: 0.9)]);

        Assert.Empty(kept);
        Assert.Equal("Phrases left out that recognizers invent in silence: 2.", Assert.Single(warnings));
    }

    [Fact]
    public void Repetitions_are_left_out_and_marked()
    {
        var loop = string.Join(' ', Enumerable.Repeat("and then we go", 9));
        var (kept, warnings) = new RecognitionChecks(Map).Apply([Said(30, 34, "We begin."), Said(35, 45, loop), Said(46, 48, "and then we go")]);

        Assert.Equal(["We begin.", "and then we go"], kept.Select(s => s.Text));
        Assert.All(kept[1].Words, word => Assert.Equal(RecognitionChecks.Doubtful, word.Confidence));
        Assert.Contains("repeated itself", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("00:00:36", warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_sentence_that_comes_again_and_again_is_said_once()
    {
        const string Sentence = "The harbour was built in the time of the emperors, and nobody has mended its walls since that day.";
        var (kept, warnings) = new RecognitionChecks(Map).Apply(Enumerable.Range(0, 4).Select(i => Said(30 + (i * 6), 35 + (i * 6), Sentence)));

        Assert.Equal(Sentence, Assert.Single(kept).Text);
        Assert.Contains("repeated itself", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_that_run_backwards_or_past_the_end_are_put_in_order()
    {
        var words = new[] { Word(30, 31, "one"), Word(95, 96, "two"), Word(32, double.NaN, "three"), Word(5, 6, "four"), Word(34, 170, "five") };
        var (kept, warnings) = new RecognitionChecks(Map).Apply([new RecognizedSegment(30, 300, "one two three four five", words), Said(120, 130, "Far out.")]);

        var segment = Assert.Single(kept);
        Assert.Equal("one two three four five", string.Join(' ', segment.Words.Select(w => w.Text)));
        Assert.Equal([30, 31, 32, 32.02, 34], segment.Words.Select(w => Math.Round(w.Start, 3)));
        Assert.All(segment.Words, word => Assert.InRange(word.End, word.Start + 0.001, 100));
        Assert.Equal(["Recognized passages whose times ran backwards or past the end and were put in order: 1.", "Recognized passages outside the video, left out: 1."], warnings);
    }

    [Fact]
    public void Half_a_minute_without_times_is_placed_where_somebody_speaks()
    {
        var segment = WordTimes.Complete(new RecognizedSegment(5, 35, string.Join(' ', Enumerable.Range(0, 30).Select(i => $"word{i:00}")), []));

        var (kept, warnings) = new RecognitionChecks(Map).Apply([segment]);

        Assert.Equal(30, kept[0].Words.Count);
        Assert.All(kept[0].Words, word => Assert.True(Map.Speech(word.Start, word.End) > 0, $"{word}"));
        Assert.All(kept[0].Words, word => Assert.Equal(RecognitionChecks.Doubtful, word.Confidence));
        Assert.Contains("check the times from: 00:00:05.", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void More_words_than_anybody_can_say_are_marked()
    {
        var (kept, warnings) = new RecognitionChecks(Map).Apply([Said(31, 32, "This is much too much to be said within one single second.")]);

        Assert.All(kept[0].Words, word => Assert.Equal(RecognitionChecks.Doubtful, word.Confidence));
        Assert.Equal("More words than anybody says in the time; check what is said at: 00:00:31.", Assert.Single(warnings));
    }

    [Fact]
    public void Words_get_the_punctuation_of_the_text()
    {
        var segment = WordTimes.Complete(new RecognizedSegment(
            0, 3, " \"Well,\" he said: it's 5 o'clock!",
            [Word(0, 1, "well"), Word(1, 1.5, "he"), Word(1.5, 2, "said"), Word(2, 2.2, "it's"), Word(2.2, 2.5, "5"), Word(2.5, 3, "o'clock")]));

        Assert.Equal(["\"Well,\"", "he", "said:", "it's", "5", "o'clock!"], segment.Words.Select(w => w.Text));
        Assert.Equal([0, 1, 1.5, 2, 2.2, 2.5], segment.Words.Select(w => w.Start));
    }

    [Fact]
    public void Chinese_is_timed_letter_by_letter_and_put_together_without_spaces()
    {
        var segment = WordTimes.Complete(new RecognizedSegment(0, 4, "你好，世界。", []));

        Assert.Equal(["你", "好，", "世", "界。"], segment.Words.Select(w => w.Text));
        Assert.Equal("你好，世界。", WordText.Join(segment.Words.Select(w => w.Text)));
        Assert.Equal(["你好，", "世界。"], WordTimes.Complete(segment with { Words = [Word(0, 2, "你好"), Word(2, 4, "世界")] }).Words.Select(w => w.Text));
    }

    private static RecognizedSegment Said(double start, double end, string text, double? noSpeech = null) =>
        new(start, end, text, WordTimes.Spread(text, start, end), NoSpeechProbability: noSpeech);

    private static RecognizedWord Word(double start, double end, string text) => new(start, end, text, 1);
}
