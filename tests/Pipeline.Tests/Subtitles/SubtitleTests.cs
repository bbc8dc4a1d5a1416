using System.Diagnostics;
using System.Text;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Tests.Subtitles;

public sealed class SubtitleTests
{
    private const string Simple = "1\n00:00:01,000 --> 00:00:02,500\nHello there.\n\n2\n00:00:03,000 --> 00:00:04,000\nSecond\nline.\n";

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "plain", Encoding.UTF8.GetBytes(Simple) },
        { "mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Simple)] },
        { "carriage returns", Encoding.UTF8.GetBytes(Simple.Replace("\n", "\r\n", StringComparison.Ordinal)) },
        { "old Macs", Encoding.UTF8.GetBytes(Simple.Replace('\n', '\r')) },
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Simple)] },
        { "UTF-16 big", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Simple)] },
        { "UTF-16 without mark", Encoding.Unicode.GetBytes(Simple) },
        { "WebVTT", Encoding.UTF8.GetBytes("WEBVTT - title\n\nNOTE a note\nof two lines\n\nintro\n00:01.000 --> 00:02.500 align:start\nHello there.\n\n00:03.000 --> 00:04.000\nSecond\nline.\n") },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Files_of_all_kinds_are_read(string kind, byte[] bytes)
    {
        var (cues, problems) = SubtitleReader.Read(bytes);
        Assert.True(problems.Count == 0, kind);
        Assert.Equal([("Hello there.", 1, 2.5), ("Second\nline.", 3, 4)], cues.Select(cue => (cue.Text, cue.Start, cue.End)));
        Assert.Equal([1, 2], cues.Select(cue => cue.Index));
    }

    [Theory]
    [InlineData("1\n00:00:05,000 --> 00:00:02,000\nx\n", 2, "ends before")]
    [InlineData("1\n00:61:05,000 --> 00:62:02,000\nx\n", 2, "cannot be read")]
    [InlineData("1\nnow --> later\nx\n", 2, "cannot be read")]
    [InlineData("just text", 0, "no cue")]
    [InlineData("", 0, "no cue")]
    public void Mistakes_are_named_with_their_line(string text, int line, string reason)
    {
        var problem = Assert.Single(SubtitleReader.Parse(text).Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        var failure = Assert.Throws<StageException>(() => OwnSubtitles.ToTranscript(Encoding.UTF8.GetBytes(text), "en"));
        Assert.Equal(ErrorCodes.InvalidSubtitles, failure.Code);
    }

    [Theory]
    [InlineData("From 3 -> 4 points")]
    [InlineData("3 \u2192 4")]
    [InlineData("1 => 2: it grows")]
    public void An_arrow_between_numbers_is_text(string text)
    {
        var (cues, problems) = SubtitleReader.Parse($"1\n00:00:01,000 --> 00:00:02,500\n{text}\n");
        Assert.Empty(problems);
        Assert.Equal(text, Assert.Single(cues).Text);
    }

    [Theory]
    [InlineData("00:00:03,000 --> 00:00:04,000")]
    [InlineData("00:00:03,000 \u2192 00:00:04,000")]
    [InlineData("Look:\n0:03 -> 0:04")]
    public void Text_that_looks_like_times_is_no_cue_when_it_is_read_again(string text)
    {
        Cue[] cues = [new(1, 1, 2, text), new(2, 5, 6, "Next.")];
        foreach (var file in new[] { SubtitleWriter.Srt(cues, SubtitleText.Source), SubtitleWriter.Vtt(cues, SubtitleText.Source) })
        {
            var (read, problems) = SubtitleReader.Parse(file);
            Assert.Empty(problems);
            Assert.Equal([1d, 5d], read.Select(cue => cue.Start));
        }
    }

    [Fact]
    public void Html_stays_text()
    {
        // What is no mark-up of subtitles is text.
        const string Html = "<script>alert(1)</script> & <img src=x>";
        var cue = Assert.Single(SubtitleReader.Parse($"1\n00:00:01,000 --> 00:00:02,000\n{Html}\n").Cues);
        Assert.Equal(Html, cue.Text);
        var vtt = SubtitleWriter.Vtt([cue], SubtitleText.Source);
        Assert.DoesNotContain("<", vtt, StringComparison.Ordinal);
        Assert.Equal(Html, Assert.Single(SubtitleReader.Parse(vtt).Cues).Text);
    }

    [Fact]
    public void A_hundred_thousand_cues_are_read_and_written_in_seconds()
    {
        var cues = Enumerable.Range(0, 100_000).Select(i => new Cue(i + 1, i, i + 0.9, $"Cue {i}.")).ToList();
        var watch = Stopwatch.StartNew();
        var (read, problems) = SubtitleReader.Parse(SubtitleWriter.Srt(cues, SubtitleText.Source));
        Assert.Empty(problems);
        Assert.Equal(cues.Select(cue => cue.Text), read.Select(cue => cue.Text));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void Speakers_empty_lines_and_order_are_understood()
    {
        const string Text = "2\n00:00:05,5 --> 00:00:06\n[SPEAKER_01] Late.\n\n1\n00:00:01,000 --> 00:00:02,000\nFirst\n\nstill first\n\n3\n00:00:08,000 --> 00:00:09,000\n\n";
        var (cues, problems) = SubtitleReader.Parse(Text);
        Assert.Empty(problems);
        Assert.Equal(["First\nstill first", "Late."], cues.Select(cue => cue.Text));
        Assert.Equal(("SPEAKER_01", 5.5, 6), (cues[1].Speaker, cues[1].Start, cues[1].End));
    }
}
