using TransVox.Pipeline.Media;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Recognition;

/// <summary>Recordings are cut in pauses, and put together again.</summary>
public sealed class AudioPartTests
{
    [Fact]
    public void Parts_are_cut_in_the_longest_pause_and_hold_no_long_silence()
    {
        var parts = AudioParts.Plan(Map(100, (1, 9), (10, 18), (18.7, 26), (60, 68)), 28);

        Assert.Equal(2, parts.Count);
        Assert.Equal([new SpeechSpan(0.7, 9.3), new SpeechSpan(9.7, 18.3)], parts[0].Pieces.Take(2));
        Assert.Equal([new SpeechSpan(59.7, 68.3)], parts[1].Pieces);
        Assert.All(parts, part => Assert.InRange(part.Length, 1, 28));
        Assert.All(parts, part => Assert.Equal(0, part.Overlap));
    }

    [Fact]
    public void Speech_without_a_pause_is_cut_with_an_overlap()
    {
        var parts = AudioParts.Plan(Map(80, (2, 70)), 30);

        Assert.Equal([(1.7, 31.7, 0), (27.7, 57.7, 4), (53.7, 70.3, 4)], parts.Select(p => (Round(p.Start), Round(p.End), Round(p.Overlap))));
    }

    [Fact]
    public void Silence_makes_no_part() => Assert.Empty(AudioParts.Plan(Map(3600), 30));

    [Fact]
    public void A_part_is_exactly_the_sound_of_its_pieces_and_times_lead_back()
    {
        using var directory = new TempDirectory();
        short[] sound = [.. Enumerable.Range(0, 10 * Sound.Rate).Select(i => (short)(i % 30_000))];
        Sound.Write(directory.File("all.wav"), sound);
        var part = new AudioPart([new SpeechSpan(1, 2.5), new SpeechSpan(7, 8)]);

        AudioParts.Write(directory.File("all.wav"), part, directory.File("part.wav"));

        using var wav = WavReader.Open(directory.File("part.wav"));
        Assert.Equal([.. sound[Sound.Rate..(Sound.Rate * 5 / 2)], .. sound[(7 * Sound.Rate)..(8 * Sound.Rate)]], wav.ReadAll());
        Assert.Equal((1.5, 7.5), (part.ToRecording(0.5), part.ToRecording(2)));
        // A word across the joint belongs to where most of it is.
        Assert.Equal((2.25, 2.5), part.ToRecording(1.25, 1.6));
        Assert.Equal((7, 7.375), part.ToRecording(1.25, 1.875));
        Assert.Equal(8, part.ToRecording(99));
    }

    [Theory]
    [InlineData("one two three four five six", "three four five six seven eight")]
    // Words that were cut off at the ends, and a word that only one part heard.
    [InlineData("one two three four five si", "re four five six seven eight")]
    [InlineData("one two three four", "five six seven eight")]
    // Nothing in common: the middle of the overlap decides.
    [InlineData("one two three four xx yy", "xx yy five six seven eight")]
    public void Overlapping_parts_give_every_word_once(string first, string second)
    {
        // One word a second; the second part starts at 2 s, and both hear the words until 6 s.
        var parts = AudioParts.Plan(Map(20, (0.3, 20)), 10);
        var one = parts[0];
        var two = parts[1];
        Assert.Equal(6, two.Start);
        var before = Segment(first, 4, 0);
        var after = Segment(second, second.Split(' ').Length == 4 ? 8 : 6, two.Start);

        var joined = PartJoiner.Join([(one, [before]), (two, [after])]);

        Assert.Equal("one two three four five six seven eight", string.Join(' ', joined.SelectMany(s => s.Words).Select(w => w.Text)));
    }

    private static SpeechMap Map(double duration, params (double Start, double End)[] spans) =>
        new([.. spans.Select(span => new SpeechSpan(span.Start, span.End))], duration, "test");

    /// <summary>One word a second from a time on, in times of a part.</summary>
    private static RecognizedSegment Segment(string text, double from, double partStart)
    {
        var words = text.Split(' ').Select((word, i) => new RecognizedWord(from + i - partStart + 0.1, from + i - partStart + 0.9, word, 1)).ToList();
        return new RecognizedSegment(words[0].Start, words[^1].End, text, words);
    }

    private static double Round(double seconds) => Math.Round(seconds, 6);
}
