using System.Globalization;
using TransVox.ModelServer.Models;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>Long recordings in parts: no word lost, none doubled, none cut.</summary>
public sealed class PartTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public async Task An_hour_is_heard_whole(double pause)
    {
        // A pause after every tenth number, or none at all: then no cut falls into silence, and the parts overlap.
        var count = (int)(3600 / (Tones.NumberSeconds + (pause / 10)));
        await using var stages = await RemoteStages.StartAsync(settings: [("settings:recognitionModel", "tones"), ("stages:Transcribe:server:partSeconds", "300")]);
        var (transcript, result) = await stages.TranscribeAsync(Enumerable.Range(0, count).Select(i => (i, i % 10 == 9 ? pause : 0)));
        var heard = string.Join(' ', transcript.Cues.Select(cue => cue.Text)).Split(' ');
        output.WriteLine(FormattableString.Invariant(
            $"{count} numbers, {heard.Length} heard, {stages.Server.Requests.All.Count} parts, {result.Use!.AudioSeconds:0} s sent, peak of this process with the server in it {Peak()}"));
        Assert.Equal(Enumerable.Range(0, count).Select(i => i.ToString("0000", CultureInfo.InvariantCulture)), heard);
        Assert.InRange(stages.Server.Requests.All.Count, 12, 20);
        Assert.All(transcript.Cues.Zip(transcript.Cues.Skip(1)), pair => Assert.True(pair.Second.Start >= pair.First.End - 0.01));
    }

    private static string Peak() => File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal))[6..].Trim();

    [Fact]
    public void A_short_recording_is_one_part() =>
        Assert.Equal([new AudioPart(0, 42, 0, 42)], PartPlan.Create(new double[4200], 42, 60));

    [Fact]
    public void A_cut_falls_into_the_middle_of_the_longest_pause_of_the_last_part_of_the_time()
    {
        var levels = Enumerable.Range(0, 20_000).Select(i => i is > 8000 and < 8040 or > 9000 and < 9100 or > 3000 and < 3900 ? -70.0 : -20).ToArray();
        Assert.Equal(90.5, PartPlan.Create(levels, 200, 100)[0].End, 0.02);
    }

    [Theory]
    [InlineData("a b c d e f", "d e f g h", "a b c d e f g h")]
    [InlineData("a b c d e x", "d e f g h", "a b c d e f g h")]
    [InlineData("a b c d", "e f g h", "a b c d e f g h")]
    public void Words_that_both_parts_heard_are_said_once(string first, string second, string expected)
    {
        // A letter is a word of one second that begins at its place in the alphabet; x is e heard wrongly at the very end.
        static RecognizedSegment Say(string text)
        {
            var words = text.Split(' ').Select(word => (word, at: word == "x" ? 5.0 : word[0] - 'a'))
                .Select(word => new RecognizedWord(word.at, word.at + 0.9, word.word, 1)).ToList();
            return new(words[0].Start, words[^1].End, text, words);
        }

        var joined = PartJoin.Join([new(0, 6, 0, 4), new(2, 9, 4, 9)], [[Say(first)], [Say(second)]]);
        Assert.Equal(expected, string.Join(' ', joined.Select(segment => segment.Text)));
        Assert.Equal(expected, string.Join(' ', joined.SelectMany(segment => segment.Words).Select(word => word.Text)));
    }

    [Fact]
    public async Task A_part_that_fails_fails_the_stage_and_stops_the_others()
    {
        await using var stages = await RemoteStages.StartAsync(
            settings: [("settings:recognitionModel", "tones"), ("stages:Transcribe:server:partSeconds", "5"), ("stages:Transcribe:server:attempts", "1")]);
        stages.Server.Faults.Set(new ModelServer.Faults.Fault(ModelServer.Faults.FaultKind.Status, Skip: 3, Times: 1));
        var error = await Assert.ThrowsAsync<StageException>(() => stages.TranscribeAsync(Enumerable.Range(0, 300).Select(i => (i, 0.4))));
        Assert.Equal(ErrorCodes.EngineFailed, error.Code);
        Assert.InRange(stages.Server.Requests.All.Count, 4, 8);
    }
}
