using System.Text;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Embedded;

/// <summary>Decisions of the embedded engines that need no program.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void Glossary_terms_survive_and_a_lost_one_is_noticed()
    {
        var glossary = new Glossary([new GlossaryTerm("TransVox"), new GlossaryTerm("New York", "Nueva York"), new GlossaryTerm("New York Times")]);
        var text = glossary.Protect("Read the new york times in New York with transvox.");
        Assert.DoesNotContain("york", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Read the New York Times in Nueva York with TransVox.", glossary.Restore(text, text.ToLowerInvariant().Replace("read", "Read", StringComparison.Ordinal)));
        Assert.Null(glossary.Restore(text, "something else"));
        Assert.Equal(["New York Times", "Nueva York", "TransVox"], glossary.Cut(text).Where(piece => piece.Fixed).Select(piece => piece.Text));
    }

    [Theory]
    [InlineData("i can't go, it's late", "I cannot go, it is late.")]
    [InlineData("  two\nlines ", "Two lines.")]
    [InlineData("Why?", "Why?")]
    [InlineData("", "")]
    public void Text_is_prepared_for_the_translator(string text, string expected) =>
        Assert.Equal(expected, TranslationText.Prepare(text, "en"));

    [Fact]
    public void Speech_is_found_between_pauses_and_long_speech_is_cut()
    {
        var levels = Enumerable.Repeat(-60.0, 4000).ToArray();
        Array.Fill(levels, -20, 100, 200);
        Array.Fill(levels, -20, 400, 2000);
        levels[1200] = -25;
        var segments = SpeechSegmenter.FromLevels(levels);
        Assert.Equal([new SpeechSegment(80, 320), new SpeechSegment(380, 1200), new SpeechSegment(1200, 2420)], segments);
        Assert.Empty(SpeechSegmenter.FromLevels(Enumerable.Repeat(-90.0, 500).ToArray()));
        Assert.Empty(SpeechSegmenter.FromLevels(Enumerable.Repeat(-20.0, 500).ToArray()));
    }

    [Fact]
    public void Levels_follow_the_sound_and_every_sample_is_passed_on()
    {
        using var directory = new TempDirectory();
        var samples = new short[SpeechSegmenter.SampleRate * 3];
        for (var i = SpeechSegmenter.SampleRate; i < 2 * SpeechSegmenter.SampleRate; i++)
        {
            samples[i] = (short)(8000 * Math.Sin(i * 0.8));
        }

        using (var writer = new WavWriter(directory.File("a.wav"), PcmFormat.Mono16))
        {
            writer.Write(samples);
        }

        using var reader = WavReader.Open(directory.File("a.wav"));
        var passed = new List<short>();
        var levels = SpeechSegmenter.Levels(reader, piece => passed.AddRange(piece));
        Assert.Equal(samples, passed);
        Assert.Equal(300, levels.Length);
        Assert.InRange(levels[50], -121, -119);
        Assert.InRange(levels[150], -20, -10);
        // A window looks one frame ahead, and pre-emphasis still sees the last loud sample in the frame after it.
        Assert.Equal([new SpeechSegment(79, 221)], SpeechSegmenter.FromLevels(levels));
    }

    [Theory]
    [InlineData("\uFEFF#EXTM3U\n", true)]
    [InlineData("\n ffconcat version 1.0", true)]
    [InlineData("<?xml version='1.0'?><MPD>", true)]
    [InlineData("\0\0\0\u0018ftypmp42", false)]
    public void Playlists_are_recognized(string head, bool playlist) =>
        Assert.Equal(playlist, ContainerSniffer.PlaylistKind(Encoding.UTF8.GetBytes(head)) is not null);

    [Fact]
    public void Recognized_words_lose_their_numbers_and_noise_is_dropped()
    {
        var words = CtmParser.Parse(["u1 1 0.50 0.20 the(2) 0.9", "u1 1 0.70 0.20 [NOISE] 0.9", "u1 1 0.9 0.1 <sil> 1.0", "broken"], [new(0, 10), new(100, 300)]);
        var word = Assert.Single(words[1]);
        Assert.Equal(("the", 1.5), (word.Text, word.Start));
    }
}
