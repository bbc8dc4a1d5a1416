using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using System.Text;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class ReviewServiceTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Cues_are_edited_with_versions_and_approved_once()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: Command() with { Review = true });
        Assert.Equal(JobState.AwaitingReview, job.State);
        Assert.NotNull(job.ReviewDeadline);

        // A job in review holds no slot, and is not told as one that runs.
        var me = await harness.Jobs.GetMeAsync(Ada, CancellationToken.None);
        Assert.Equal((0, 0), (me.Running, me.Waiting));
        var document = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        Assert.True(document.Editable);
        Assert.Equal("[es] Hello there.", document.Cues[0].Translation);
        var edited = document.Cues.Select(c => c with { Translation = "Hola." }).ToList();
        var saved = await harness.Jobs.PutSubtitlesAsync(Ada, job.Id, edited, document.ETag, CancellationToken.None);

        // The second editor had the first version.
        foreach (var stale in new[] { document.ETag, null })
        {
            Assert.Equal(ErrorCodes.PreconditionFailed, (await Assert.ThrowsAsync<RequestException>(
                () => harness.Jobs.PutSubtitlesAsync(Ada, job.Id, edited, stale, CancellationToken.None))).Code);
        }

        Assert.Equal(ErrorCodes.PreconditionFailed, (await Assert.ThrowsAsync<RequestException>(
            () => harness.Jobs.ApproveAsync(Ada, job.Id, document.ETag, CancellationToken.None))).Code);
        Assert.Equal(ErrorCodes.InvalidSubtitles, (await Assert.ThrowsAsync<RequestException>(
            () => harness.Jobs.PutSubtitlesAsync(Ada, job.Id, [new(1, 3, 2, "x")], saved.ETag, CancellationToken.None))).Code);

        // The orchestration stands still, as when the first approval is still on its way.
        await harness.Client.SuspendInstanceAsync(job.Id);
        await harness.Jobs.ApproveAsync(Ada, job.Id, $"\"{saved.ETag}\"", CancellationToken.None);
        Assert.Equal(ErrorCodes.Conflict, (await Assert.ThrowsAsync<RequestException>(
            () => harness.Jobs.PutSubtitlesAsync(Ada, job.Id, edited, saved.ETag, CancellationToken.None))).Code);
        await harness.Jobs.ApproveAsync(Ada, job.Id, null, CancellationToken.None);
        await harness.Client.ResumeInstanceAsync(job.Id);
        await harness.EndAsync(job.Id);
        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
        var result = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        Assert.False(result.Editable);
        Assert.All(result.Cues, c => Assert.Equal("Hola.", c.Translation));
        Assert.Equal(ErrorCodes.Conflict, (await Assert.ThrowsAsync<RequestException>(
            () => harness.Jobs.ApproveAsync(Ada, job.Id, null, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task A_revision_speaks_again_and_recognizes_nothing_again()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        harness.Runner.Ran.Clear();
        var sawClips = false;
        harness.Runner.Before = (r, _) =>
        {
            sawClips |= r.Stage == Stage.Synthesize && r.Inputs.ContainsKey(Artifacts.Clips);
            return Task.CompletedTask;
        };
        var document = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        var cues = document.Cues.Select((c, i) => i == 0 ? c with { Translation = "Buenas." } : c).ToList();
        var revision = await harness.Jobs.ReviseAsync(Ada, job.Id, cues, CancellationToken.None);
        await harness.SettleAsync();
        var view = await harness.GetAsync(revision.Job.Id);
        Assert.Equal(JobState.Completed, view.State);
        Assert.Equal(job.Id, view.BasedOn);
        Assert.Equal([Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran);
        Assert.True(sawClips);
        Assert.Equal("Buenas.", (await harness.Jobs.GetSubtitlesAsync(Ada, revision.Job.Id, CancellationToken.None)).Cues[0].Translation);
    }

    [Fact]
    public async Task Brought_subtitles_take_the_place_of_recognition()
    {
        await using var harness = await StartAsync(azurite);
        var command = Command() with { Subtitles = Encoding.UTF8.GetBytes("1\n00:00:01,000 --> 00:00:02,500\nGood <b>morning</b>\n") };
        var job = await harness.SubmitAndSettleAsync(command: command);
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(StageState.Skipped, job.Stages.Single(s => s.Stage == Stage.Transcribe.ToWire()).State);
        Assert.DoesNotContain(Stage.Transcribe, harness.Runner.Ran);
        var cue = Assert.Single((await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None)).Cues);
        Assert.Equal((1.0, 2.5, "Good morning"), (cue.Start, cue.End, cue.Text));
        Assert.Equal(ErrorCodes.InvalidSubtitles, (await Assert.ThrowsAsync<RequestException>(
            () => harness.SubmitAsync(command: command with { Subtitles = Encoding.UTF8.GetBytes("no cue at all") }))).Code);
    }

    [Fact]
    public async Task A_glossary_goes_with_every_job_of_its_user()
    {
        await using var harness = await StartAsync(azurite);
        await harness.Jobs.PutGlossaryAsync(Ada, [new("TransVox")], CancellationToken.None);
        Assert.Equal("TransVox", Assert.Single((await harness.SubmitAsync()).Options.Glossary).Source);
        Assert.Empty((await harness.SubmitAsync(Bob)).Options.Glossary);
        await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.PutGlossaryAsync(Ada, [new(" ")], CancellationToken.None));
    }

    [Fact]
    public void Problems_of_cues_are_named()
    {
        Cue[] cues =
        [
            new(1, 0, 2, "a", "ok"),
            new(2, 1.5, 3, "b", "overlaps"),
            new(3, 4, 4.1, "c", "far too much text for a tenth of a second"),
            new(4, 5, 6, "d", ""),
            new(5, 8, 7, "e", "backwards"),
            new(6, 20, 21, "f", "after the end", Confidence: 0.1),
        ];
        var problems = CueRules.Check(cues, 10);
        Assert.Equal(
            ["2 overlap False", "3 too_long_for_slot False", "4 empty False", "5 bad_times True", "6 bad_times True", "6 low_confidence False"],
            problems.Select(p => $"{p.Index} {p.Code} {p.Blocking}"));
    }

    [Theory]
    [InlineData(1e24)]
    [InlineData(double.PositiveInfinity)]
    public void A_cue_without_an_end_that_a_file_could_show_is_refused(double end)
    {
        var error = Assert.Throws<RequestException>(() => CueRules.Require([new(1, 0, end, "a", "b")], 10));
        Assert.Equal(ErrorCodes.InvalidSubtitles, error.Code);
    }
}
