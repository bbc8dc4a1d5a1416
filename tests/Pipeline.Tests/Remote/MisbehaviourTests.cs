using TransVox.ModelServer.Faults;
using TransVox.Pipeline.Timing;
using TransVox.Pipeline.Stages;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>Servers that misbehave: what the stage makes of it, and what the user reads. docs/engines.md has the table.</summary>
public sealed class MisbehaviourTests(ITestOutputHelper output)
{
    private static readonly string[] Lines = ["The house is big.", "The book is new.", "The boys eat bread."];
    private static readonly string[] Translated = ["La casa es grande.", "El libro es nuevo.", "Los chicos comen pan."];

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.InvalidJson)]
    [InlineData(FaultKind.Status)]
    public async Task A_request_that_fails_once_is_made_again(FaultKind kind)
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(kind, Times: 1));
        var (lines, result) = await stages.TranslateAsync(Lines);
        Assert.Equal(Translated, lines);
        Assert.Equal(2, stages.Server.Requests.All.Count);
        Assert.Equal(1, result.Use!.Requests);
    }

    [Theory]
    [InlineData(FaultKind.Reset, ErrorCodes.EngineFailed)]
    [InlineData(FaultKind.Cut, ErrorCodes.EngineFailed)]
    [InlineData(FaultKind.Status, ErrorCodes.EngineFailed)]
    [InlineData(FaultKind.InvalidJson, ErrorCodes.OutputInvalid)]
    public async Task A_translator_that_keeps_failing_fails_the_stage_for_another_try(FaultKind kind, string code)
    {
        await using var stages = await RemoteStages.StartAsync(settings: ("stages:Translate:server:attempts", "2"));
        stages.Server.Faults.Set(new Fault(kind));
        var error = await Assert.ThrowsAsync<StageException>(() => stages.TranslateAsync(Lines));
        Report(kind, error);
        Assert.Equal((code, Retryability.Transient), (error.Code, error.Retry));
    }

    [Theory]
    [InlineData(FaultKind.Empty)]
    [InlineData(FaultKind.Silent)]
    [InlineData(FaultKind.NoSound)]
    public async Task Sound_that_is_none_is_asked_for_again(FaultKind kind)
    {
        await using var stages = await RemoteStages.StartAsync(settings: ("stages:Synthesize:server:attempts", "2"));
        stages.Server.Faults.Set(new Fault(kind, Times: 1));
        Assert.Equal(Lines.Length, (await ClipsAsync(await stages.SpeakAsync(Lines))).Count(clip => clip.Duration > 0.3));
        stages.Server.Faults.Set(new Fault(kind));
        var error = await Assert.ThrowsAsync<StageException>(() => stages.SpeakAsync(Lines));
        Report(kind, error);
        Assert.Equal((ErrorCodes.OutputInvalid, Retryability.Transient), (error.Code, error.Retry));
    }

    [Theory]
    [InlineData(FaultKind.Untranslated, CueMarks.SourceLanguage)]
    [InlineData(FaultKind.Notes, CueMarks.ForeignText)]
    public async Task What_stays_wrong_is_marked_and_said(FaultKind kind, string mark)
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(kind));
        var (_, result) = await stages.TranslateAsync(Lines);
        var cues = (await PipelineJson.ReadAsync<Transcript>(result.Outputs[Artifacts.Translation], default)).Cues;
        output.WriteLine($"{kind}: {string.Join(" ", result.Warnings!)}");
        Assert.All(cues, cue => Assert.Contains(mark, cue.Marks!));
        Assert.Contains("Review them", Assert.Single(result.Warnings!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.Phantom)]
    [InlineData(FaultKind.Loop)]
    public async Task What_nobody_said_is_left_out_with_a_warning(FaultKind kind)
    {
        await using var stages = await RemoteStages.StartAsync();
        var speech = await stages.SampleAsync();
        var (expected, _) = await stages.TranscribeAsync(speech);
        stages.Server.Faults.Set(new Fault(kind));
        var (transcript, result) = await stages.TranscribeAsync(speech);
        output.WriteLine($"{kind}: {string.Join(" ", result.Warnings!)}");
        Assert.Equal(string.Join(' ', expected.Cues.Select(cue => cue.Text)).Split(' ').Length, string.Join(' ', transcript.Cues.Select(cue => cue.Text)).Split(' ').Length);
        Assert.NotEmpty(result.Warnings!);
    }

    [Fact]
    public async Task Another_rate_and_two_channels_are_taken_as_they_are()
    {
        await using var stages = await RemoteStages.StartAsync();
        var expected = await ClipsAsync(await stages.SpeakAsync(Lines));
        stages.Server.Faults.Set(new Fault(FaultKind.WrongRate));
        var clips = await ClipsAsync(await stages.SpeakAsync(Lines));
        Assert.All(clips.Zip(expected), pair => Assert.Equal(pair.Second.Duration, pair.First.Duration, 0.05));
    }

    [Theory]
    [InlineData(FaultKind.Missing, 2)]
    [InlineData(FaultKind.Doubled, 2)]
    [InlineData(FaultKind.Merged, 3)]
    [InlineData(FaultKind.Untranslated, 4)]
    [InlineData(FaultKind.Notes, 4)]
    public async Task A_line_that_is_wrong_is_asked_for_alone(FaultKind kind, int requests)
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(kind, Times: 1));
        var (lines, result) = await stages.TranslateAsync(Lines);
        Assert.Equal(Translated, lines);
        Assert.Equal(requests, stages.Server.Requests.All.Count);
        Assert.Empty(result.Warnings ?? []);
    }

    [Fact]
    public async Task Lines_that_came_under_each_others_ids_are_found_by_their_numbers()
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(FaultKind.Swapped, Times: 1));
        var (lines, result) = await stages.TranslateAsync(["The house has 40 doors.", "The book has 1961 words.", "The boys eat bread."]);
        Assert.Equal([true, false, false], lines.Select(line => line.Contains("40", StringComparison.Ordinal)));
        Assert.Equal([false, true, false], lines.Select(line => line.Contains("1961", StringComparison.Ordinal)));
        Assert.Equal(3, stages.Server.Requests.All.Count);
        Assert.Empty(result.Warnings ?? []);
    }

    private void Report(FaultKind kind, StageException error) => output.WriteLine($"{kind}: [{error.Code}, {error.Retry}] {error.Message} | {error.LogTail}");

    private static async Task<IReadOnlyList<ClipEntry>> ClipsAsync(StageResult result) =>
        (await PipelineJson.ReadAsync<ClipIndex>(result.Outputs[Artifacts.ClipIndex], default)).Clips;
}
