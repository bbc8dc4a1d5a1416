using System.Text;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Jobs that ask for less than a dubbed video, or bring more than the video: what runs, what is held and what comes out.</summary>
public sealed class OutputTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly byte[] Own = Encoding.UTF8.GetBytes("1\n00:00:01,000 --> 00:00:02,500\nBuenos <b>días</b>\n");
    private static readonly string[] Files = ["subtitles.en.srt", "subtitles.en.vtt", "subtitles.es.srt", "subtitles.es.vtt", "transcript.json"];

    [Fact]
    public async Task Subtitles_are_recognized_and_translated_and_nothing_else_runs()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAsync(command: For(OutputKind.Subtitles));
        Assert.Equal("CDe", (await harness.Get<IAdmissionLedger>().ReadAsync(TimeSpan.Zero, CancellationToken.None)).Find(job.Id)!.Stages);
        Assert.Equal(
            [Contract.Dubbing.Stage.Synthesize, Contract.Dubbing.Stage.Mix, Contract.Dubbing.Stage.Mux],
            job.Stages.Where(s => s.State == StageState.Skipped).Select(s => s.Stage));
        await harness.SettleAsync();

        job = await harness.GetAsync(job.Id);
        Assert.Equal((JobState.Completed, 1.0), (job.State, job.Progress));
        Assert.Equal([Stage.Probe, Stage.Extract, Stage.Separate, Stage.Transcribe, Stage.Translate], harness.Runner.Ran);
        Assert.Equal(Files, job.Outputs.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(job.Outputs, file => Assert.True(file.Size > 0, file.Name));
        Assert.Contains("00:00:02,000 --> 00:00:04,000\n[es] How are you?", await ReadAsync(harness, job.Id, "subtitles.es.srt"), StringComparison.Ordinal);
        Assert.Contains("How are you?", await ReadAsync(harness, job.Id, "subtitles.en.vtt"), StringComparison.Ordinal);

        // A dub of it begins where the subtitles ended.
        harness.Runner.Ran.Clear();
        Assert.Equal(JobState.Completed, (await harness.SubmitAndSettleAsync()).State);
        Assert.Equal([Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran);
    }

    [Fact]
    public async Task A_transcript_needs_no_target_language_and_can_be_corrected()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: For(OutputKind.Transcript, target: ""));
        Assert.Equal((JobState.Completed, null), (job.State, job.Options.TargetLanguage));
        Assert.Equal([Stage.Probe, Stage.Extract, Stage.Separate, Stage.Transcribe], harness.Runner.Ran);
        Assert.Equal(["subtitles.en.srt", "subtitles.en.vtt", "transcript.json"], job.Outputs.Select(file => file.Name).Order(StringComparer.Ordinal));

        harness.Runner.Ran.Clear();
        var document = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        Assert.Empty(document.Problems);
        var revision = await harness.Jobs.ReviseAsync(Ada, job.Id, [document.Cues[0] with { Text = "Hello, Ada." }, document.Cues[1]], CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(revision.Job.Id)).State);
        Assert.Empty(harness.Runner.Ran);
        Assert.Contains("Hello, Ada.", await ReadAsync(harness, revision.Job.Id, "subtitles.en.srt"), StringComparison.Ordinal);
        Assert.Contains("Hello, Ada.", await ReadAsync(harness, revision.Job.Id, "transcript.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_subtitles_are_translated_without_a_gpu()
    {
        await using var harness = await StartAsync(azurite);
        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Paused, CancellationToken.None);
        var waiting = await harness.SubmitAndSettleAsync(Bob);
        Assert.Equal(JobState.QueuedGpu, waiting.State);

        var job = await harness.SubmitAndSettleAsync(command: For(OutputKind.Subtitles) with { Subtitles = Own });
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal([Stage.Probe, Stage.Extract, Stage.Probe, Stage.Translate], harness.Runner.Ran);
        Assert.Contains("[es] Buenos días", await ReadAsync(harness, job.Id, "subtitles.es.vtt"), StringComparison.Ordinal);
        // As it was marked up in the file.
        Assert.Contains("Buenos <b>días</b>", await ReadAsync(harness, job.Id, "subtitles.en.srt"), StringComparison.Ordinal);
        Assert.Equal(0, (await harness.Jobs.GetMeAsync(Ada, CancellationToken.None)).Waiting);
    }

    [Fact]
    public async Task Reviewed_subtitles_are_written_as_they_were_approved_and_revised_ones_once_more()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: For(OutputKind.Subtitles) with { Review = true });
        Assert.Equal(JobState.AwaitingReview, job.State);
        var document = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        var saved = await harness.Jobs.PutSubtitlesAsync(Ada, job.Id, [.. document.Cues.Select(cue => cue with { Translation = "Hola." })], document.ETag, CancellationToken.None);
        harness.Runner.Ran.Clear();
        await harness.Jobs.ApproveAsync(Ada, job.Id, saved.ETag, CancellationToken.None);
        await harness.EndAsync(job.Id);
        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
        Assert.Contains("Hola.", await ReadAsync(harness, job.Id, "subtitles.es.srt"), StringComparison.Ordinal);

        var revision = await harness.Jobs.ReviseAsync(Ada, job.Id, [.. document.Cues.Select(cue => cue with { Translation = "Buenas." })], CancellationToken.None);
        await harness.SettleAsync();
        var revised = await harness.GetAsync(revision.Job.Id);
        Assert.Equal(JobState.Completed, revised.State);
        Assert.Contains("Buenas.", await ReadAsync(harness, revised.Id, "subtitles.es.srt"), StringComparison.Ordinal);
        Assert.Equal(Files, revised.Outputs.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Empty(harness.Runner.Ran);
    }

    [Fact]
    public async Task A_translation_that_is_brought_is_spoken_as_it_is_and_so_is_its_revision()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Rewrite = cue => cue with { Translation = "corto" };
        var command = For(OutputKind.Audio) with { Subtitles = Own };
        var job = await harness.SubmitAndSettleAsync(command: command with { Options = command.Options with { SubtitleLanguage = "es" } });
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal([Stage.Probe, Stage.Extract, Stage.Separate, Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran);
        var document = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        Assert.Equal(("", "Buenos días", 1.0), (document.Cues[0].Text, document.Cues[0].Translation, document.Cues[0].Start));

        harness.Runner.Ran.Clear();
        var revision = await harness.Jobs.ReviseAsync(Ada, job.Id, [document.Cues[0] with { Translation = "Buenas" }], CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(revision.Job.Id)).State);
        // The file that was brought is not read again, or it would win.
        Assert.Equal([Stage.Probe, Stage.Extract, Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran.Where(stage => stage != Stage.Separate));
        Assert.Equal("Buenas", (await harness.Jobs.GetSubtitlesAsync(Ada, revision.Job.Id, CancellationToken.None)).Cues[0].Translation);

        var again = await harness.Jobs.RetryAsync(Ada, job.Id, Contract.Dubbing.Stage.Synthesize, CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal("es", (await harness.GetAsync(again.Job.Id)).Options.SubtitleLanguage);
        Assert.Equal("Buenos días", (await harness.Jobs.GetSubtitlesAsync(Ada, again.Job.Id, CancellationToken.None)).Cues[0].Translation);
    }

    [Fact]
    public async Task A_retry_of_text_goes_on_where_it_failed_and_has_no_stage_that_it_does_not_run()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Before = (r, _) => r.Stage == Stage.Translate ? throw new StageException(ErrorCodes.EngineMissing, "No engine.") : Task.CompletedTask;
        var job = await harness.SubmitAndSettleAsync(command: For(OutputKind.Subtitles));
        Assert.Equal((JobState.Failed, Contract.Dubbing.Stage.Translate), (job.State, job.Error!.Stage));
        var e = await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.RetryAsync(Ada, job.Id, Contract.Dubbing.Stage.Mix, CancellationToken.None));
        Assert.Equal(ErrorCodes.InvalidRequest, e.Code);
        Assert.Contains("Translate", e.Message, StringComparison.Ordinal);

        harness.Runner.Before = (_, _) => Task.CompletedTask;
        harness.Runner.Ran.Clear();
        var retry = await harness.Jobs.RetryAsync(Ada, job.Id, null, CancellationToken.None);
        await harness.SettleAsync();
        var view = await harness.GetAsync(retry.Job.Id);
        Assert.Equal((JobState.Completed, Contract.Dubbing.OutputKind.Subtitles), (view.State, view.Options.Output));
        Assert.Equal([Stage.Translate], harness.Runner.Ran);
    }

    [Fact]
    public async Task A_worker_that_dies_while_it_publishes_writes_the_same_again_and_deleting_leaves_nothing()
    {
        await using var harness = await StartAsync(azurite);
        harness.RunTwice = true;
        var job = await harness.SubmitAndSettleAsync(command: For(OutputKind.Subtitles));
        Assert.Equal(Files, job.Outputs.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Files.Length + 2, (await ListAsync(harness.Areas.Output)).Count);

        await harness.Jobs.DeleteAsync(Ada, job.Id, CancellationToken.None);
        harness.Open();
        foreach (var area in new[] { harness.Areas.Work, harness.Areas.Input, harness.Areas.Output })
            await Eventually.IsTrueAsync($"nothing is left in {area.Name}", async () => (await ListAsync(area)).Count == 0, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task What_makes_no_sense_together_is_refused_with_what_to_do()
    {
        await using var harness = await StartAsync(azurite);
        var brings = For(OutputKind.Video) with { Subtitles = Own };
        (SubmitCommand Command, string Says)[] bad =
        [
            (For(OutputKind.Subtitles, target: ""), "'targetLanguage' is missing"),
            (For(OutputKind.Transcript, target: "") with { Subtitles = Own }, "ask for the output Subtitles"),
            (For(OutputKind.Transcript, target: "") with { Review = true }, "can be corrected afterwards"),
            (brings with { Options = brings.Options with { SubtitleLanguage = "fr" } }, "'subtitleLanguage'"),
            (For(OutputKind.Video) with { Options = brings.Options with { SubtitleLanguage = "es" } }, "'subtitleLanguage'"),
            (brings with { Options = brings.Options with { SubtitleLanguage = "es", Output = OutputKind.Subtitles } }, "in the target language already"),
            (For((OutputKind)9), "Subtitles or Transcript"),
        ];
        foreach (var (command, says) in bad)
        {
            var e = await Assert.ThrowsAsync<RequestException>(() => harness.SubmitAsync(command: command));
            Assert.Equal(ErrorCodes.InvalidRequest, e.Code);
            Assert.Contains(says, e.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await harness.InstancesAsync());
    }

    [Fact]
    public async Task A_job_from_before_there_were_outputs_of_text_is_published_as_it_was()
    {
        await using var harness = await StartAsync(azurite);
        var work = harness.Get<WorkStore>();
        var file = await work.AddProvidedAsync("ada", "x", Own, CancellationToken.None);
        var artifacts = new Dictionary<string, ArtifactRef> { [Artifacts.Transcript] = file, [Artifacts.Translation] = file, [Artifacts.Dubbed] = file, [Artifacts.Clips] = file };
        var json = System.Text.Json.JsonSerializer.Serialize(new { jobId = "ada.x", userId = "ada", fileName = "talk.mp4", artifacts }, DurableJson.Options);
        var input = System.Text.Json.JsonSerializer.Deserialize<PublishInput>(json, DurableJson.Options)!;
        Assert.Equal(["dubbed.mp4", "transcript.json"], PublishActivity.PublishedNames(input.Artifacts, input.Options?.IsTextOnly() == true).Select(named => named.Name));
    }

    private static SubmitCommand For(OutputKind output, string target = "es") => Command() with
    {
        Options = new DubbingOptions { TargetLanguage = target, Output = output },
    };

    private static async Task<string> ReadAsync(ServiceHarness harness, string jobId, string name)
    {
        await using var file = await harness.Jobs.OpenFileAsync(Ada, jobId, name, CancellationToken.None);
        return await new StreamReader(file.Content).ReadToEndAsync();
    }
}
