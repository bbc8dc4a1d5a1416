using System.Text.Json;
using TransVox.Pipeline.OpenAi;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>The forms in which servers answer a transcription.</summary>
public sealed class TranscriptionAnswerTests
{
    [Fact]
    public void Words_stand_beside_the_segments()
    {
        var answer = Parse("""
            {"language":"english","duration":4,"text":"Hello there. How are you?",
             "segments":[{"start":0,"end":1.5,"text":" Hello there.","avg_logprob":-0.2,"no_speech_prob":0.1},{"start":1.5,"end":4,"text":" How are you?","avg_logprob":-0.3}],
             "words":[{"word":"Hello","start":0,"end":0.5},{"word":"there","start":0.5,"end":1.2},
                      {"word":"How","start":1.4,"end":1.6},{"word":"are","start":1.6,"end":2},{"word":"you","start":2,"end":2.4}]}
            """);
        Assert.Equal("en", answer.Language);
        Assert.Equal(["Hello there", "How are you"], answer.Segments.Select(Words));
        Assert.Equal(0.1, answer.Segments[0].NoSpeechProbability);
    }

    [Fact]
    public void Words_in_their_segments_keep_their_own_probability()
    {
        var answer = Parse("""
            {"language":"en","segments":[{"start":0,"end":1,"text":" Hi you","avg_logprob":-1,
             "words":[{"word":" Hi","start":0,"end":0.4,"probability":0.9},{"word":" you","start":0.4,"end":1}]}]}
            """);
        Assert.Equal("Hi you", Words(Assert.Single(answer.Segments)));
        Assert.Equal([0.9, Math.Exp(-1)], answer.Segments[0].Words.Select(word => word.Confidence));
    }

    [Fact]
    public void Segments_whose_times_overlap_keep_their_sentences()
    {
        var answer = Parse("""
            {"segments":[{"start":1,"end":2,"text":"one two"},{"start":1.1,"end":2.1,"text":"one two"}],
             "words":[{"word":"one","start":1,"end":1.5},{"word":"two","start":1.5,"end":2},{"word":"one","start":1.1,"end":1.6},{"word":"two","start":1.6,"end":2.1}]}
            """);
        Assert.Equal(["one two", "one two"], answer.Segments.Select(Words));
    }

    [Fact]
    public void Words_that_are_counted_otherwise_go_where_they_are_said()
    {
        var answer = Parse("""
            {"segments":[{"start":0,"end":1,"text":"It is 3.50"},{"start":1,"end":2,"text":"Fine"}],
             "words":[{"word":"It","start":0,"end":0.2},{"word":"is","start":0.2,"end":0.4},{"word":"3","start":0.4,"end":0.6},{"word":"50","start":0.6,"end":0.9},{"word":"Fine","start":1.1,"end":1.5}]}
            """);
        Assert.Equal(["It is 3 50", "Fine"], answer.Segments.Select(Words));
    }

    [Fact]
    public void Speakers_stand_at_segments_and_text_alone_lasts_as_long_as_the_sound()
    {
        Assert.Equal("B", Assert.Single(Parse("""{"segments":[{"start":0,"end":1,"text":"Hi","speaker":"B"}]}""").Segments).Speaker);
        var text = Assert.Single(Parse("""{"text":" Hello there. "}""").Segments);
        Assert.Equal((0, 8, "Hello there."), (text.Start, text.End, text.Text));
        Assert.Empty(Parse("""{"text":" "}""").Segments);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"text":7}""")]
    [InlineData("""{"segments":"none"}""")]
    public void What_is_no_answer_is_none(string json) => Assert.Null(TranscriptionAnswer.Parse(JsonDocument.Parse(json).RootElement, 8));

    [Fact]
    public void What_is_no_segment_is_left_out()
    {
        var answer = Parse("""{"segments":[7,null,{"text":"no times"},{"start":"0","end":1,"text":"x"},{"start":0,"end":1,"text":"Hi","words":[1,{"word":""}]}],"words":[]}""");
        Assert.Equal("Hi", Assert.Single(answer.Segments).Text);
        Assert.Empty(answer.Segments[0].Words);
    }

    private static TranscriptionAnswer Parse(string json) => TranscriptionAnswer.Parse(JsonDocument.Parse(json).RootElement, 8)!;

    private static string Words(TransVox.Pipeline.Recognition.RecognizedSegment segment) => string.Join(' ', segment.Words.Select(word => word.Text));
}
