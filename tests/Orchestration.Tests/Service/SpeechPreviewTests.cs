using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using WireCue = TransVox.Contract.Dubbing.Cue;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>A line that is heard before it is dubbed, and the shape of the voice.</summary>
public sealed class SpeechPreviewTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly byte[] Sound = [82, 73, 70, 70, 1];

    [Fact]
    public async Task A_line_of_a_review_is_spoken_by_the_stage_itself_and_nothing_changes()
    {
        await using var harness = await StartAsync(azurite);
        var job = await ReviewAsync(harness);
        var before = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        Transcript? spoken = null;
        StageRequest? request = null;
        harness.Runner.Use = _ => new EngineUse(Requests: 1, Characters: 5);
        harness.Runner.Speak = r =>
        {
            request = r;
            spoken = PipelineJson.ReadAsync<Transcript>(r.Inputs[Artifacts.Translation], CancellationToken.None).GetAwaiter().GetResult();
            return Sound;
        };

        var heard = await harness.Jobs.SpeakAsync(Ada, job.Id, before.Cues[0] with { Translation = "Hola." }, CancellationToken.None);

        Assert.Equal(Sound, heard);
        Assert.Equal((Stage.Synthesize, "es", true), (request!.Stage, request.Options.TargetLanguage, spoken!.Reviewed));
        Assert.True(request.Inputs.ContainsKey(Artifacts.Speech), "The voice of the original decides the voice of the dub.");
        Assert.Equal(["Hola.", ""], spoken.Cues.Select(cue => cue.Translation));
        Assert.False(Directory.Exists(request.WorkDirectory));
        var after = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        Assert.Equal((JobState.AwaitingReview, before.ETag), ((await harness.GetAsync(job.Id)).State, after.ETag));
        Assert.Equal(5, (await harness.Get<UsageStore>().ReadAsync("ada", CancellationToken.None)).Use!.Characters);
        Assert.Equal(ErrorCodes.NotFound, await CodeAsync(() => harness.Jobs.SpeakAsync(Bob, job.Id, before.Cues[0], CancellationToken.None)));
    }

    [Fact]
    public async Task A_line_of_a_completed_job_is_spoken_for_a_revision()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        harness.Runner.Speak = _ => Sound;
        Assert.Equal(Sound, await harness.Jobs.SpeakAsync(Ada, job.Id, Line("Hola."), CancellationToken.None));
    }

    [Fact]
    public async Task A_user_hears_one_line_at_a_time_and_who_hangs_up_ends_it()
    {
        await using var harness = await StartAsync(azurite);
        var job = await ReviewAsync(harness);
        harness.Runner.Speak = _ => Sound;
        var begun = new TaskCompletionSource();
        harness.Runner.Before = async (_, token) =>
        {
            begun.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(token);
        };
        using var hangUp = new CancellationTokenSource();
        var first = harness.Jobs.SpeakAsync(Ada, job.Id, Line("Uno."), hangUp.Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var refused = await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.SpeakAsync(Ada, job.Id, Line("Dos."), CancellationToken.None));
        Assert.Equal(ErrorCodes.RateLimited, refused.Code);
        Assert.NotNull(refused.RetryAfter);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        harness.Runner.Before = (_, _) => Task.CompletedTask;
        Assert.Equal(Sound, await harness.Jobs.SpeakAsync(Ada, job.Id, Line("Tres."), CancellationToken.None));
    }

    [Fact]
    public async Task A_device_that_a_job_has_is_told_with_a_time_to_try_again()
    {
        await using var harness = await StartAsync(azurite);
        var job = await ReviewAsync(harness);
        harness.Runner.Before = (_, _) => throw new StageException(ErrorCodes.GpuBusy, "Busy.", Retryability.Busy);
        var busy = await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.SpeakAsync(Ada, job.Id, Line("Hola."), CancellationToken.None));
        Assert.Equal((ErrorCodes.GpuBusy, TimeSpan.FromSeconds(5)), (busy.Code, busy.RetryAfter));

        harness.Runner.Before = (_, _) => throw new StageException(ErrorCodes.UnknownVoice, "No voice.");
        Assert.Equal(ErrorCodes.UnknownVoice, (await Assert.ThrowsAsync<StageException>(
            () => harness.Jobs.SpeakAsync(Ada, job.Id, Line("Hola."), CancellationToken.None))).Code);
    }

    [Fact]
    public async Task An_engine_that_does_not_end_is_ended()
    {
        await using var harness = await StartAsync(azurite);
        var job = await ReviewAsync(harness);
        var begun = new TaskCompletionSource();
        harness.Runner.Before = async (_, token) =>
        {
            begun.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(token);
        };
        var time = new FakeTimeProvider();
        var preview = new SpeechPreview(
            harness.Get<ReviewService>(), harness.Get<JobReader>(), harness.Get<StageServices>() with { Time = time }, harness.Get<UsageStore>(),
            new PreviewGate(), NullLogger<SpeechPreview>.Instance);
        var snapshot = await harness.Get<JobReader>().FindAsync(Ada, job.Id, CancellationToken.None);
        var speaking = preview.SpeakAsync(Ada, snapshot, Line("Hola.").ToDomain(), CancellationToken.None);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(ErrorCodes.EngineTimeout, await CodeAsync(() => speaking));
    }

    [Fact]
    public async Task What_cannot_be_heard_is_refused_before_anything_runs()
    {
        await using var harness = await StartAsync(azurite);
        var command = Command();
        var text = await harness.SubmitAndSettleAsync(command: command with { Review = true, Options = command.Options with { Output = OutputKind.Subtitles } });
        Assert.Equal(ErrorCodes.Conflict, await CodeAsync(() => harness.Jobs.SpeakAsync(Ada, text.Id, Line("Hola."), CancellationToken.None)));
        var review = await ReviewAsync(harness);
        harness.Runner.Ran.Clear();
        foreach (var line in new[] { Line(""), Line("♪"), Line(new string('a', 2001)), Line("Hola.") with { End = 0 } })
            Assert.Equal(ErrorCodes.InvalidSubtitles, await CodeAsync(() => harness.Jobs.SpeakAsync(Ada, review.Id, line, CancellationToken.None)));
        var waiting = await harness.SubmitAsync(content: "another video");
        Assert.Equal(ErrorCodes.Conflict, await CodeAsync(() => harness.Jobs.SpeakAsync(Ada, waiting.Id, Line("Hola."), CancellationToken.None)));
        Assert.Empty(harness.Runner.Ran);
    }

    [Fact]
    public void Everybody_who_speaks_decides_the_voices_and_cues_of_before_an_edit_do_not_shorten_the_line()
    {
        Cue[] saved = [new(1, 0, 1, "a", "x", Speaker: "Ana"), new(2, 1, 4, "b", "y", Speaker: "Bob"), new(3, 2.5, 5, "c", "z"), new(4, 6, 7, "d", "w", Speaker: "Eve")];
        var cues = SpeechPreview.Only(new Cue(2, 1, 4, "b", "neu", Speaker: "Bob"), saved);
        Assert.Equal([("Ana", ""), ("Bob", "neu"), ("Eve", "")], cues.Select(cue => (cue.Speaker, cue.Translation)));
        Assert.Equal([1, 2, 3], cues.Select(cue => cue.Index));
    }

    [Fact]
    public async Task The_shape_of_the_voice_is_there_in_the_review_and_afterwards()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Extra = stage => stage == Stage.Separate ? [Artifacts.Waveform] : [];
        var job = await ReviewAsync(harness);
        Assert.StartsWith(Artifacts.Waveform, await ShapeAsync(harness, job.Id), StringComparison.Ordinal);
        await harness.Jobs.ApproveAsync(Ada, job.Id, null, CancellationToken.None);
        await harness.EndAsync(job.Id);
        Assert.StartsWith(Artifacts.Waveform, await ShapeAsync(harness, job.Id), StringComparison.Ordinal);

        harness.Runner.Extra = _ => [];
        var without = await harness.SubmitAndSettleAsync(content: "another video");
        Assert.Equal(ErrorCodes.NotFound, await CodeAsync(() => ShapeAsync(harness, without.Id)));
    }

    private static async Task<string> ShapeAsync(ServiceHarness harness, string jobId)
    {
        await using var file = await harness.Jobs.OpenWaveformAsync(Ada, jobId, CancellationToken.None);
        return await new StreamReader(file.Content).ReadToEndAsync();
    }

    private static WireCue Line(string translation) => new(1, 0, 2, "Hello there.", translation);

    private static Task<JobView> ReviewAsync(ServiceHarness harness) => harness.SubmitAndSettleAsync(command: Command() with { Review = true });

    private static async Task<string> CodeAsync(Func<Task> action) => (await Assert.ThrowsAsync<RequestException>(action)).Code;
}
