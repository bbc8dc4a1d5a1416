using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Tests.Subtitles;

/// <summary>Mark-up of SubRip, WebVTT and Advanced SubStation: never in the text, kept where a format knows it.</summary>
public sealed class MarkupTests
{
    [Theory]
    [InlineData("<i>All</i>", "All", "<i>All</i>")]
    [InlineData("<I>all <B>of</I> it", "all of it", "<i>all </i><b><i>of</i></b> it")]
    [InlineData("<font face=\"Arial\" color=red size=3>Red</FONT>", "Red", "<font color=\"red\">Red</font>")]
    [InlineData("One<br/>Two<br>", "One\nTwo", null)]
    [InlineData("{\\an8}{\\i1}Up{\\i0} here", "Up here", "<i>Up</i> here")]
    [InlineData("{i}Old{/i} short", "Old short", "<i>Old</i> short")]
    [InlineData("{big} & <house>", "{big} & <house>", null)]
    [InlineData("5 < 6 > 4, a<b and c>d", "5 < 6 > 4, a<b and c>d", null)]
    [InlineData("Don&#39;t &quot;go&quot; &amp; stay", "Don't \"go\" & stay", null)]
    [InlineData("or a MyValue<String> like before", "or a MyValue<String> like before", null)]
    [InlineData("Tom &amp;amp; Jerry &gt;&gt; go", "Tom & Jerry >> go", null)]
    [InlineData("</i>Stray <i>open", "Stray open", "Stray <i>open</i>")]
    public void SubRip_tags_are_no_text(string body, string text, string? markup)
    {
        var cue = One($"1\n00:00:01,000 --> 00:00:02,000\n{body}\n");
        Assert.Equal(text, cue.Text);
        Assert.Equal(markup, cue.Markup?.Text == text ? null : cue.Markup?.Text);
    }

    [Theory]
    [InlineData("<v Ana>Hello <c.yellow>you</c></v>", "", "Hello you", "Ana", null)]
    [InlineData("<v Ana>Hello. <v Leo>Hi.", "", "Hello.\n- Hi.", null, null)]
    [InlineData("<lang es>Hola</lang> <ruby>a<rt>b</rt></ruby>", " line:0", "Hola ab", null, 8)]
    [InlineData("Tom &amp; Jerry &lt;3&nbsp;&lrm;", " line:10% align:start", "Tom & Jerry <3\u00a0\u200e", null, 8)]
    [InlineData("usual", " align:start position:0%", "usual", null, null)]
    public void WebVtt_tags_are_no_text(string body, string settings, string text, string? speaker, int? position)
    {
        var cue = One($"WEBVTT\n\n00:01.000 --> 00:02.000{settings}\n{body}\n");
        Assert.Equal((text, speaker, position), (cue.Text, cue.Speaker, cue.Markup?.Position));
    }

    [Fact]
    public void Advanced_SubStation_is_read_with_looks_places_and_speakers()
    {
        const string Ass = "[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
            + "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
            + "Dialogue: 0,0:00:01.00,0:00:02.50,Default,Ana,0,0,0,,{\\an8\\c&H0000FF&}Hello, {a note}you{\\r}\\Nthere\n"
            + "Dialogue: 1,0:00:01.00,0:00:02.50,Default,Ana,0,0,0,,{\\an8\\bord2}Hello, you\\Nthere\n"
            + "Dialogue: 0,0:00:03.00,0:00:04.00,Sign,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}\n"
            + "Comment: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,not shown\n"
            + "Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,{\\k20}Ka{\\k30}ra\\hoke\n";
        var (cues, problems) = SubtitleReader.Parse(Ass);
        Assert.Equal(["Hello, you\nthere", "Kara\u00a0oke"], cues.Select(cue => cue.Text));
        Assert.Equal(("Ana", 1, 2.5, 8), (cues[0].Speaker, cues[0].Start, cues[0].End, cues[0].Markup!.Position));
        Assert.Equal("<font color=\"#ff0000\">Hello, you</font>\nthere", cues[0].Markup!.Text);
        // The second layer is the first one's outline.
        Assert.True(Assert.Single(problems).LeftOut);
    }

    [Fact]
    public void A_translation_has_what_held_for_the_whole_cue_or_for_its_line()
    {
        var cue = One("1\n00:00:01,000 --> 00:00:02,000\n{\\an5}<i>- All of it.</i>\n- And <b>some</b>.\n") with { Translation = "- Todo.\n- Y algo." };
        Assert.Contains("\n{\\an5}<i>- Todo.</i>\n- Y algo.\n", SubtitleWriter.Srt([cue], SubtitleText.Target), StringComparison.Ordinal);
        var edited = cue with { Text = "Other words." };
        Assert.Contains("\n{\\an5}Other words.\n", SubtitleWriter.Srt([edited], SubtitleText.Source), StringComparison.Ordinal);
        Assert.Equal(cue.Markup, CueMarkup.Restore([cue with { Markup = null }], [cue])[0].Markup);
    }

    [Theory]
    [InlineData("WEBVTT\n\n00:01.000 --> 00:02.000\n<i>&lt;b&gt; {x} \\N</i>\n")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\n<u>a</u> <b><i>b</i></b> c\n")]
    public void What_is_written_is_read_again(string file)
    {
        var cue = One(file);
        Assert.Equal(cue, One(SubtitleWriter.Vtt([cue], SubtitleText.Source)));
    }

    [Fact]
    public void Turns_on_one_line_and_turns_that_came_back_joined_are_two_lines()
    {
        Assert.Equal([("- ", "Hello."), ("- ", "Welcome, Ana-Maria.")], DialogueTurns.Of("- Hello. - Welcome, Ana-Maria."));
        Assert.Equal([("", "Hello."), ("\u2013 ", "Hi.")], DialogueTurns.Of("Hello.\n\u2013 Hi."));
        Assert.Equal([("", "It is -5 outside and dark.")], DialogueTurns.Of("It is\n-5 outside\nand dark."));
        Assert.Equal("- Hola.\n- Bienvenido.", DialogueTurns.Restore("- Hello.\n- Welcome.", "- Hola. - Bienvenido."));
        Assert.Equal("Hola.", DialogueTurns.Restore("- Hello.\n- Welcome.", "Hola."));
    }

    private static Cue One(string file)
    {
        var (cues, problems) = SubtitleReader.Parse(file);
        Assert.Empty(problems);
        return Assert.Single(cues);
    }
}
