using System.Text;
using Azure.Core;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class ResumeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task The_same_video_again_runs_no_stage_again_but_another_user_shares_nothing()
    {
        await using var harness = await StartAsync(azurite);
        await harness.SubmitAndSettleAsync();
        Assert.Equal(8, harness.Runner.Ran.Count);
        var again = await harness.SubmitAndSettleAsync(command: Command("another name.mp4"));
        Assert.Equal(8, harness.Runner.Ran.Count);
        Assert.All(again.Stages, s => Assert.True(s.Reused));
        Assert.Equal(7, again.Outputs.Count);
        await harness.SubmitAndSettleAsync(Bob);
        Assert.Equal(16, harness.Runner.Ran.Count);
        await harness.SubmitAndSettleAsync(command: Command(target: "de"));

        // Another language needs translation and what follows from it.
        Assert.Equal(
            [Stage.Translate, Stage.Mux],
            harness.Runner.Ran.Skip(16).Where(s => s is not (Stage.Synthesize or Stage.Mix)).ToList());
    }

    [Fact]
    public async Task A_retry_goes_on_where_the_job_failed()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Before = (r, _) => r.Stage == Stage.Synthesize ? throw new StageException(ErrorCodes.EngineMissing, "No engine.") : Task.CompletedTask;
        var job = await harness.SubmitAndSettleAsync();
        Assert.Equal(JobState.Failed, job.State);
        harness.Runner.Before = (_, _) => Task.CompletedTask;
        harness.Runner.Ran.Clear();
        var retry = await harness.Jobs.RetryAsync(Ada, job.Id, null, CancellationToken.None);
        await harness.SettleAsync();
        var view = await harness.GetAsync(retry.Job.Id);
        Assert.Equal(JobState.Completed, view.State);
        Assert.Equal(job.Id, view.BasedOn);
        Assert.Equal([Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran);
    }

    [Fact]
    public async Task A_retry_from_a_named_stage_runs_it_and_what_follows()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        harness.Runner.Ran.Clear();
        await harness.Jobs.RetryAsync(Ada, job.Id, Stage.Translate.ToWire(), CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal([Stage.Translate, Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran);
    }

    [Fact]
    public async Task A_worker_that_dies_after_its_commit_costs_no_second_run()
    {
        await using var harness = await StartAsync(azurite);
        harness.RunTwice = true;
        var job = await harness.SubmitAndSettleAsync();
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(8, harness.Runner.Ran.Count);
    }

    [Fact]
    public async Task A_stage_that_brings_its_worker_down_three_times_is_poison_and_an_operator_can_release_it()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Before = (r, _) => r.Stage == Stage.Transcribe ? throw new InvalidProgramException("The worker is gone.") : Task.CompletedTask;
        var job = await harness.SubmitAsync();
        await harness.SettleAsync();
        Assert.Equal(ErrorCodes.Internal, (await harness.GetAsync(job.Id)).Error!.Code);

        // A worker that is killed cannot even tell the orchestrator: its activity simply starts again.
        var executor = harness.Get<StageExecutor>();
        var input = Input(harness, "ada.x", Stage.Transcribe);
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<InvalidProgramException>(() => executor.RunAsync(input, CancellationToken.None));
        Assert.Equal(ErrorCodes.Poison, (await executor.RunAsync(input, CancellationToken.None)).Error!.Code);

        var poisoned = await harness.SubmitAsync(command: Command("poison.mp4"), content: "poison");
        for (var i = 0; i < 3; i++)
            await harness.NoteStartAsync(poisoned.Id, Stage.Probe);
        await harness.SettleAsync();
        Assert.Equal(ErrorCodes.Poison, (await harness.GetAsync(poisoned.Id)).Error!.Code);
        var entry = Assert.Single(await harness.Admin.GetQuarantineAsync(CancellationToken.None));
        Assert.Equal(poisoned.Id, entry.JobId);
        harness.Runner.Before = (_, _) => Task.CompletedTask;
        var released = await harness.Admin.ReleaseQuarantineAsync(Operator, poisoned.Id, CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(released.Job.Id)).State);
        Assert.Equal("ada", released.Job.UserId);
        Assert.Empty(await harness.Admin.GetQuarantineAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_was_told_to_stop_commits_nothing_and_leaves_nothing()
    {
        await using var harness = await StartAsync(azurite);
        var executor = harness.Get<StageExecutor>();
        var input = Input(harness, "ada.x", Stage.Transcribe);
        harness.Runner.Before = async (_, token) =>
        {
            await harness.Get<StopSignals>().RequestAsync("ada.x", "test", CancellationToken.None);
            token.ThrowIfCancellationRequested();
        };
        var before = await ListAsync(harness.Areas.Work);
        Assert.Equal(ErrorCodes.Cancelled, (await executor.RunAsync(input, CancellationToken.None)).Error!.Code);
        Assert.Equal(before, await ListAsync(harness.Areas.Work));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(harness.Disk, "runs")));

        // Also one that never heard of it until it wanted to commit.
        Assert.Equal(ErrorCodes.Cancelled, (await executor.RunAsync(input, CancellationToken.None)).Error!.Code);
    }

    [Fact]
    public async Task A_stop_from_elsewhere_while_results_go_up_is_seen_before_they_are_committed()
    {
        await using var harness = await StartAsync(azurite);
        using var ahead = new StagesAhead(OneOfSeveral);
        var elsewhere = new StopSignals(harness.Areas, ahead, OneOfSeveral, harness.Clock);
        var areas = harness.AreasAround(async (message, send) =>
        {
            await send();
            if (message.Request.Method == RequestMethod.Put)
                await elsewhere.RequestAsync("ada.x", "test", CancellationToken.None);
        });
        var executor = new StageExecutor(harness.Get<StageServices>() with { Work = new WorkStore(areas, harness.Get<ArtifactCache>()) });
        var input = Input(harness, "ada.x", Stage.Transcribe);
        var before = await ListAsync(harness.Areas.Work);

        Assert.Equal(ErrorCodes.Cancelled, (await executor.RunAsync(input, CancellationToken.None)).Error!.Code);

        Assert.Equal([Stage.Transcribe], harness.Runner.Ran);
        Assert.Equal(before, await ListAsync(harness.Areas.Work));
    }

    [Fact]
    public async Task When_the_host_stops_the_stage_stops_and_that_is_no_crash()
    {
        await using var harness = await StartAsync(azurite);
        var executor = harness.Get<StageExecutor>();
        var input = Input(harness, "ada.x", Stage.Transcribe);
        for (var i = 0; i < 5; i++)
        {
            using var host = new CancellationTokenSource();
            harness.Runner.Before = async (_, token) =>
            {
                await host.CancelAsync();
                token.ThrowIfCancellationRequested();
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executor.RunAsync(input, host.Token));
        }

        harness.Runner.Before = (_, _) => Task.CompletedTask;
        Assert.Null((await executor.RunAsync(input, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_failure_is_an_end_and_makes_no_poison()
    {
        await using var harness = await StartAsync(azurite);
        var executor = harness.Get<StageExecutor>();
        var input = Input(harness, "ada.x", Stage.Transcribe);
        harness.Runner.Before = (_, _) => throw new StageException(ErrorCodes.EngineFailed, "Not now.", Retryability.Transient);
        for (var i = 0; i < 5; i++)
            Assert.Equal(ErrorCodes.EngineFailed, (await executor.RunAsync(input, CancellationToken.None)).Error!.Code);

        harness.Runner.Before = (_, _) => Task.CompletedTask;
        Assert.Null((await executor.RunAsync(input, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task Successes_whose_outcomes_are_lost_make_no_poison()
    {
        await using var harness = await StartAsync(azurite);
        var executor = harness.Get<StageExecutor>();
        var input = Input(harness, "ada.x", Stage.Transcribe);
        for (var i = 0; i < 5; i++)
            Assert.Null((await executor.RunAsync(input, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_does_not_undo_what_a_later_one_counts()
    {
        await using var harness = await StartAsync(azurite);
        var (cutOff, later) = (new BlobProgressStore(harness.Areas, OneOfSeveral), new BlobProgressStore(harness.Areas, OneOfSeveral));
        var first = await harness.NoteStartAsync("ada.x", Stage.Transcribe, cutOff);
        await cutOff.ReportAsync("ada.x", first with { Fraction = 0.1 }, CancellationToken.None);
        var second = await harness.NoteStartAsync("ada.x", Stage.Transcribe, later);
        Assert.Equal(2, second.Starts);

        await cutOff.ReportAsync("ada.x", first with { Fraction = 0.9 }, CancellationToken.None);
        await cutOff.EndAsync("ada.x", first, CancellationToken.None);

        var reader = new BlobProgressStore(harness.Areas, OneOfSeveral);
        Assert.Equal((2, 0), ((await reader.ReadAsync("ada.x", CancellationToken.None))!.Starts, (await reader.ReadAsync("ada.x", CancellationToken.None))!.Fraction));
        await later.ReportAsync("ada.x", second with { Fraction = 0.2 }, CancellationToken.None);
        Assert.Equal((2, 0.2), ((await reader.ReadAsync("ada.x", CancellationToken.None))!.Starts, (await reader.ReadAsync("ada.x", CancellationToken.None))!.Fraction));
    }

    [Fact]
    public async Task Of_two_runs_of_one_stage_the_first_commit_counts()
    {
        await using var harness = await StartAsync(azurite);
        var executor = harness.Get<StageExecutor>();
        var input = Input(harness, "ada.x", Stage.Transcribe);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var both = new CountdownEvent(2);
        var runs = 0;
        harness.Runner.Before = (_, _) =>
        {
            both.Signal();
            return Interlocked.Increment(ref runs) == 1 ? first.Task : second.Task;
        };
        var (a, b) = (Task.Run(() => executor.RunAsync(input, CancellationToken.None)), Task.Run(() => executor.RunAsync(input, CancellationToken.None)));
        Assert.True(await Task.Run(() => both.Wait(TimeSpan.FromSeconds(30))));
        second.SetResult();
        first.SetResult();
        var outcomes = await Task.WhenAll(a, b);
        Assert.Equal(outcomes[0].Artifacts![Artifacts.Transcript], outcomes[1].Artifacts![Artifacts.Transcript]);
        Assert.Single(outcomes, o => !o.Reused);
        Assert.Equal(2, (await ListAsync(harness.Areas.Work)).Count(n => !n.Contains("/provided/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_machine_without_the_cache_downloads_and_checks()
    {
        await using var harness = await StartAsync(azurite);
        var work = harness.Get<WorkStore>();
        var artifact = await work.AddProvidedAsync("ada", "x.txt", Encoding.UTF8.GetBytes("content"), CancellationToken.None);
        var target = Path.Combine(harness.Disk, "x.txt");
        await work.FetchAsync(artifact, target, CancellationToken.None);
        Assert.Equal("content", await File.ReadAllTextAsync(target));
        await harness.Areas.Work.GetBlobClient(artifact.Blob).UploadAsync(BinaryData.FromString("tampered"), overwrite: true);
        await work.FetchAsync(artifact, target + "2", CancellationToken.None);
        Assert.Equal("content", await File.ReadAllTextAsync(target + "2"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(harness.Disk, "cache")))
            File.Delete(file);
        await Assert.ThrowsAsync<IOException>(() => work.FetchAsync(artifact, target + "3", CancellationToken.None));
        Assert.False(File.Exists(target + "3"));
    }

    private static StageInput Input(ServiceHarness harness, string jobId, Stage stage)
    {
        var content = Encoding.UTF8.GetBytes("speech");
        var artifact = harness.Get<WorkStore>().AddProvidedAsync("ada", Artifacts.Speech, content, CancellationToken.None).GetAwaiter().GetResult();
        return new StageInput(
            jobId, "ada", stage, new DubbingOptions { TargetLanguage = "es" }, new SourceRef("none", "\"1\"", 1, "hash"),
            new Dictionary<string, ArtifactRef> { [Artifacts.Speech] = artifact }, 1 << 20, 600);
    }
}
