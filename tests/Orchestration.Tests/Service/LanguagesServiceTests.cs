using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Several languages of one video, as their owner sees them.</summary>
public sealed class LanguagesServiceTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Each_language_is_a_job_and_what_they_share_runs_once()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAsync(command: Several() with { IdempotencyKey = "k" });
        Assert.Null(job.Options.TargetLanguage);
        Assert.Equal(["es", "de", "pt"], job.Options.TargetLanguages);
        Assert.All(job.Languages, language => Assert.Equal((JobState.Received, 0.0), (language.State, language.Progress)));
        var places = (await harness.Get<IAdmissionLedger>().ReadAsync(TimeSpan.Zero, CancellationToken.None)).Places;
        Assert.Equal(job.Id, Assert.Single(places).JobId);
        await harness.SettleAsync();

        var done = await harness.GetAsync(job.Id);
        Assert.Equal((JobState.Completed, 1.0), (done.State, done.Progress));
        Assert.All(done.Languages, language => Assert.Equal((JobState.Completed, 1.0), (language.State, language.Progress)));
        Assert.Equal(
            [(Stage.Probe, 1), (Stage.Extract, 1), (Stage.Separate, 1), (Stage.Transcribe, 1), (Stage.Translate, 3), (Stage.Synthesize, 3), (Stage.Mix, 3), (Stage.Mux, 3)],
            harness.Runner.Ran.CountBy(stage => stage).OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));
        Assert.Equal(["background.wav", "transcript.json"], done.Outputs.Select(file => file.Name).Order(StringComparer.Ordinal));
        foreach (var language in done.Languages)
        {
            var own = await harness.GetAsync(language.JobId);
            Assert.Equal((language.Language, job.Id, JobState.Completed), (own.Options.TargetLanguage, own.ParentId, own.State));
            Assert.Equal(10, own.MediaSeconds);
            Assert.Contains($"subtitles.{language.Language}.srt", own.Outputs.Select(file => file.Name));
        }

        Assert.Equal(4, (await harness.Jobs.ListAsync(Ada, new JobFilter(), CancellationToken.None)).Jobs.Count);
        Assert.Empty((await harness.Get<IAdmissionLedger>().ReadAsync(TimeSpan.Zero, CancellationToken.None)).Places);
        // The same request again is the same jobs.
        var again = await harness.Jobs.SubmitAsync(Ada, Several() with { IdempotencyKey = "k" }, Video(), CancellationToken.None);
        Assert.Equal((true, job.Id), (again.Replayed, again.Job.Id));
        Assert.Equal(done.Languages.Select(language => language.JobId), again.Job.Languages.Select(language => language.JobId));
    }

    [Fact]
    public async Task Languages_take_no_place_of_a_full_queue_and_their_owner_stays_busy()
    {
        await using var harness = await StartAsync(azurite, ("limits:max_queue_size", "1"), ("scheduling:when_user_busy", "reject"));
        var job = await harness.SubmitAndSettleAsync(command: Several() with { Review = true });
        Assert.Equal(JobState.Running, job.State);
        Assert.All(job.Languages, language => Assert.Equal(JobState.AwaitingReview, language.State));
        Assert.InRange(job.Progress, 0.3, 0.6);
        var ledger = await harness.Get<IAdmissionLedger>().ReadAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.Equal((0, 3), (ledger.WaitingCount, ledger.OfUser("ada").Count));
        var refused = await Assert.ThrowsAsync<RequestException>(() => harness.SubmitAsync());
        Assert.Equal(ErrorCodes.UserBusy, refused.Code);

        // The queue has room for one, although three wait for slots in it.
        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Paused, CancellationToken.None);
        foreach (var language in job.Languages)
            await harness.Jobs.ApproveAsync(Ada, language.JobId, null, CancellationToken.None);
        await Eventually.IsTrueAsync("a language waits for the GPU", async () => (await harness.GetAsync(job.Id)).Languages.Any(l => l.State == JobState.QueuedGpu), Limit);
        Assert.Equal(JobState.QueuedGpu, (await harness.SubmitAndSettleAsync(Bob)).State);
        var waiting = (await harness.GetAsync(job.Id)).Languages.First(l => l.State == JobState.QueuedGpu);
        Assert.Equal(1, (await harness.GetAsync(waiting.JobId)).Queue!.Position);
        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Active, CancellationToken.None);
        await harness.EndAsync(job.Id);
        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
    }

    [Fact]
    public async Task Joined_languages_are_one_more_result()
    {
        await using var harness = await StartAsync(azurite);
        var command = Several();
        var job = await harness.SubmitAndSettleAsync(command: command with { Options = command.Options with { Combine = true } });
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(
            ["background.wav", "dubbed.mp4", "subtitles.de.srt", "subtitles.de.vtt", "subtitles.es.srt", "subtitles.es.vtt", "subtitles.pt.srt", "subtitles.pt.vtt", "transcript.json"],
            job.Outputs.Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Subtitles_in_several_languages_leave_what_was_said_with_the_job_that_they_share()
    {
        await using var harness = await StartAsync(azurite);
        var command = Several();
        var job = await harness.SubmitAndSettleAsync(command: command with { Options = command.Options with { Output = OutputKind.Subtitles } });
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(["subtitles.en.srt", "subtitles.en.vtt", "transcript.json"], job.Outputs.Select(file => file.Name).Order(StringComparer.Ordinal));
        var german = await harness.GetAsync(job.Languages[1].JobId);
        Assert.Contains("subtitles.de.vtt", german.Outputs.Select(file => file.Name));
    }

    [Fact]
    public async Task A_language_and_the_whole_are_retried_with_what_is_there()
    {
        await using var harness = await StartAsync(azurite);
        var broken = true;
        harness.Runner.Before = (request, _) => broken && request is { Stage: Stage.Synthesize, Options.TargetLanguage: "de" }
            ? throw new StageException(ErrorCodes.EngineFailed, "It broke.")
            : Task.CompletedTask;
        var job = await harness.SubmitAndSettleAsync(command: Several());
        Assert.Equal([JobState.Completed, JobState.Failed, JobState.Completed], job.Languages.Select(language => language.State));
        broken = false;
        harness.Runner.Ran.Clear();

        var german = (await harness.Jobs.RetryAsync(Ada, job.Languages[1].JobId, null, CancellationToken.None)).Job;
        await harness.SettleAsync();
        Assert.Equal((JobState.Completed, "de"), ((await harness.GetAsync(german.Id)).State, german.Options.TargetLanguage));
        Assert.Equal([Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran);
        harness.Runner.Ran.Clear();

        var whole = (await harness.Jobs.RetryAsync(Ada, job.Id, null, CancellationToken.None)).Job;
        await harness.SettleAsync();
        whole = await harness.GetAsync(whole.Id);
        Assert.All(whole.Languages, language => Assert.Equal(JobState.Completed, language.State));
        Assert.Empty(whole.Languages.Select(language => language.JobId).Intersect(job.Languages.Select(language => language.JobId)));
        Assert.Empty(harness.Runner.Ran);

        // What is shared is made again where that is asked for.
        var anew = (await harness.Jobs.RetryAsync(Ada, whole.Languages[0].JobId, Contract.Dubbing.Stage.Transcribe, CancellationToken.None)).Job;
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(anew.Id)).State);
        Assert.Equal([Stage.Transcribe, Stage.Translate, Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran);
    }

    [Fact]
    public async Task Cancel_of_the_whole_stops_the_language_that_runs()
    {
        await using var harness = await StartAsync(azurite);
        var running = new TaskCompletionSource();
        harness.Runner.Before = async (request, cancellationToken) =>
        {
            if (request.Stage == Stage.Mix && running.TrySetResult())
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        };
        var job = await harness.SubmitAsync(command: Several());
        harness.Open();
        await running.Task.WaitAsync(Limit);
        Assert.True((await harness.Jobs.CancelAsync(Ada, job.Id, CancellationToken.None)).CancelRequested);
        await harness.EndAsync(job.Id);
        job = await harness.GetAsync(job.Id);
        Assert.Equal(JobState.Cancelled, job.State);
        Assert.All(job.Languages, language => Assert.Equal(JobState.Cancelled, language.State));
    }

    [Fact]
    public async Task Nothing_is_left_of_languages_whose_job_is_deleted_while_they_run()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: Several() with { Review = true });
        var ids = job.Languages.Select(language => language.JobId).Append(job.Id).ToList();
        await harness.Jobs.DeleteAsync(Ada, job.Id, CancellationToken.None);

        Assert.Empty((await harness.Jobs.ListAsync(Ada, new JobFilter(), CancellationToken.None)).Jobs);
        harness.Open();
        foreach (var id in ids)
            await Eventually.IsTrueAsync($"{id} is erased", async () => await harness.Get<DeletionMarks>().FindAsync(id, CancellationToken.None) is null or { Erased: not null }, Limit);
        foreach (var area in new[] { harness.Areas.Input, harness.Areas.Output, harness.Areas.Work })
            Assert.Empty(await ListAsync(area));
        Assert.Empty((await harness.InstancesAsync()).Intersect(ids));
    }

    [Fact]
    public async Task Deleting_one_language_leaves_the_others_what_they_share()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: Several());
        var spanish = job.Languages[0].JobId;
        await harness.Jobs.DeleteAsync(Ada, spanish, CancellationToken.None);
        harness.Open();
        await Eventually.IsTrueAsync("it is erased", async () => await harness.Get<DeletionMarks>().FindAsync(spanish, CancellationToken.None) is null or { Erased: not null }, Limit);
        harness.Runner.Ran.Clear();
        var again = (await harness.Jobs.RetryAsync(Ada, job.Languages[1].JobId, Contract.Dubbing.Stage.Mix, CancellationToken.None)).Job;
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(again.Id)).State);
        Assert.Equal([Stage.Mix, Stage.Mux], harness.Runner.Ran);
    }

    [Theory]
    [InlineData("es,es,de", false, OutputKind.Video, "twice")]
    [InlineData("es,xx", false, OutputKind.Video, "Unknown language")]
    [InlineData("es,de", true, OutputKind.Audio, "'combine'")]
    [InlineData("", true, OutputKind.Video, "'combine'")]
    public async Task Languages_that_make_no_sense_are_refused(string languages, bool combine, OutputKind output, string message)
    {
        await using var harness = await StartAsync(azurite);
        var options = Several().Options with { TargetLanguages = languages.Length == 0 ? null : languages.Split(','), Combine = combine, Output = output };
        var refused = await Assert.ThrowsAsync<RequestException>(() => harness.SubmitAsync(command: Command() with { Options = options }));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(harness.Areas.Input));
    }

    private static SubmitCommand Several() => Command() with { Options = new DubbingOptions { TargetLanguage = "es", TargetLanguages = ["es", "de", "pt"] } };
}
