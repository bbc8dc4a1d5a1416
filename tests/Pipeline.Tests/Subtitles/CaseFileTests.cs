using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Subtitles;

/// <summary>Subtitle files after public reports; each stands for a kind (docs/inputs.md).</summary>
public sealed class CaseFileTests
{
    [Fact]
    public void Markup_is_kept_beside_the_text_and_two_speakers_are_two_lines()
    {
        var (cues, _) = Read("tags.srt");
        Assert.Equal(["Good morning.", "- Hello.\n- Welcome."], cues.Select(cue => cue.Text));
        var dubbed = cues.Zip(["Buenos días.", "- Hola.\n- Bienvenido."], (cue, text) => cue with { Translation = text }).ToList();

        Assert.Contains("\n{\\an8}<i>Good</i> <font color=\"#ff0000\">morning</font>.\n", SubtitleWriter.Srt(dubbed, SubtitleText.Source), StringComparison.Ordinal);
        Assert.Contains("\n{\\an8}Buenos días.\n", SubtitleWriter.Srt(dubbed, SubtitleText.Target), StringComparison.Ordinal);
        Assert.Contains("line:5%\n<i>Good</i> morning.\n", SubtitleWriter.Vtt(dubbed, SubtitleText.Source), StringComparison.Ordinal);
        Assert.Contains(",{\\an8}{\\i1}Good{\\i0} {\\c&H0000FF&}morning{\\c}.", SubtitleWriter.Ass(dubbed, SubtitleText.Source), StringComparison.Ordinal);
        Assert.Contains("\n- Hola.\n- Bienvenido.\n", SubtitleWriter.Srt(dubbed, SubtitleText.Target), StringComparison.Ordinal);
        Assert.Equal("Hola. Bienvenido.", SpokenText.From(dubbed[1].Translation, "es"));
    }

    [Fact]
    public void Music_is_shown_and_not_spoken()
    {
        var (cues, _) = Read("music.srt");
        Assert.Equal(["[Music]", "♪ Welcome ♪"], cues.Select(cue => cue.Text));
        Assert.All(cues, cue => Assert.Equal("", SpokenText.From(cue.Text, "en")));
    }

    [Fact]
    public void Rolling_captions_have_each_word_once_with_its_time()
    {
        var (cues, _) = Read("rolling.vtt");
        Assert.Equal([("good morning", 1, 3.01), ("and welcome", 3.01, 6)], cues.Select(cue => (cue.Text, cue.Start, cue.End)));
    }

    [Fact]
    public void Cues_after_the_end_are_named_and_a_file_of_nothing_else_is_refused()
    {
        var (cues, transcript) = Read("past.srt");
        Assert.Equal(2, cues.Count);
        var fitted = OwnSubtitles.Fit(transcript, 9.2);
        Assert.Equal("Good morning.", Assert.Single(fitted.Cues).Text);
        Assert.Equal(
            "Left out, because the video ends at 9.2 s: cue 2 at 00:00:20.000 “Too late.”. If these cues belong to it, upload the whole video.",
            Assert.Single(fitted.Warnings!));
        Assert.Equal(fitted, OwnSubtitles.Fit(fitted, 9.2));
        Assert.Equal(1.5, OwnSubtitles.Fit(transcript, 1.5).Cues[0].End);
        Assert.Equal(ErrorCodes.InvalidSubtitles, Assert.Throws<StageException>(() => OwnSubtitles.Fit(transcript, 0.5)).Code);
    }

    [Fact]
    public void Latin_1_is_read_as_what_it_is()
    {
        var (cues, transcript) = Read("latin1.srt");
        Assert.Equal("Good morning café.", Assert.Single(cues).Text);
        Assert.Contains("windows-1252", Assert.Single(transcript.Warnings!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cue_of_no_length_is_left_out_and_named()
    {
        var (cues, transcript) = Read("zero.srt");
        Assert.Equal(("Welcome.", 1), (Assert.Single(cues).Text, cues[0].Index));
        Assert.Equal("Left out of the subtitles: line 2: the cue has no length: “Good morning.”.", Assert.Single(transcript.Warnings!));
    }

    [Fact]
    public void Addresses_prices_dates_and_times_are_read_as_a_person_would()
    {
        var (cues, _) = Read("long.srt");
        Assert.Equal(
            "Visit example dot com slash a at 3 30 p m, it costs 1299 dollars and 50 cents (25 percent off) on November 27, 2026.",
            SpokenText.From(cues[1].Text, "en"));
        Assert.Equal(
            "Visita example punto com barra a en 3 y media de la tarde, cuesta 1299 dólares con 50 centavos (25 por ciento fuera) encima 27 de noviembre de 2026.",
            SpokenText.From("Visita https://example.com/a?b=1 en 3:30 p.m., cuesta $1,299.50 (25% fuera) encima 2026-11-27.", "es"));
    }

    private static (IReadOnlyList<Cue> Cues, Transcript Transcript) Read(string name)
    {
        var transcript = OwnSubtitles.ToTranscript(File.ReadAllBytes(TestData.Case(name)), "en");
        return (transcript.Cues, transcript);
    }
}
