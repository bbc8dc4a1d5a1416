using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Tests.Subtitles;

/// <summary>Subtitles as they are shown: two lines at most, about as long as each other.</summary>
public sealed class SubtitleLineTests
{
    [Theory]
    [InlineData("A short line.", "A short line.")]
    [InlineData("When the river rises in the spring, the people carry their things up.", "When the river rises in the spring,\nthe people carry their things up.")]
    [InlineData("He said that he would come tomorrow and that she should wait", "He said that he would come\ntomorrow and that she should wait")]
    [InlineData("Own line\nbreaks of people who typed them stay as they are, always", "Own line\nbreaks of people who typed them stay as they are, always")]
    [InlineData("今天我们来看看视频是怎么配音的，以及为什么它听起来不像真人", "今天我们来看看视频是怎么配音的，\n以及为什么它听起来不像真人")]
    public void Long_text_is_broken_where_it_reads_well(string text, string shown) => Assert.Equal(shown, SubtitleLines.Break(text));

    [Fact]
    public void A_translation_of_more_than_two_lines_is_shown_one_part_after_the_other()
    {
        var cue = new Cue(1, 10, 16, "Short.", "Cuando el río crece en la primavera, la gente del valle lleva sus cosas a la colina y espera allí hasta que el agua se va.");

        var pages = SubtitlePages.Of([cue], SubtitleText.Target).ToList();

        Assert.Equal(2, pages.Count);
        Assert.Equal((10, 16), (pages[0].Start, pages[^1].End));
        Assert.Equal(pages[0].End, pages[1].Start);
        Assert.All(pages.SelectMany(page => page.Translation!.Split('\n')), line => Assert.InRange(line.Length, 1, SubtitleLines.LineWidth));
        Assert.Equal(cue.Translation, string.Join(' ', pages.Select(page => page.Translation!.Replace('\n', ' '))));
        Assert.Equal("Short.", Assert.Single(SubtitlePages.Of([cue], SubtitleText.Source)).Text);
    }

    [Fact]
    public void What_cannot_be_broken_stays_whole()
    {
        var text = new string('a', 200);

        Assert.Equal(text, SubtitleLines.Break(text));
        Assert.Equal([text], SubtitleLines.Pages(text));
    }
}
