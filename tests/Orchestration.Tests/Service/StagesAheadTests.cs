using System.Text;
using Azure;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>The next stage's engine runs while results go up, and nothing else of the job changes.</summary>
public sealed class StagesAheadTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Job = "ada.x";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource _begun = new();
    private readonly TaskCompletionSource _stopped = new();

    [Fact]
    public async Task The_next_engine_runs_while_results_go_up_and_its_activity_takes_it_over()
    {
        await using var harness = await StartAsync(azurite, isSingle: true);
        harness.Runner.Before = (request, _) =>
        {
            if (request.Stage == Stage.Transcribe)
                _begun.TrySetResult();
            return Task.CompletedTask;
        };
        var executor = Executor(harness, () => _begun.Task.WaitAsync(Long));

        var first = await executor.RunAsync(Separate(harness), CancellationToken.None);
        var second = Follow(Separate(harness), first);
        var outcome = await executor.RunAsync(second, CancellationToken.None);

        Assert.Equal((null, false), (outcome.Error, outcome.Reused));
        Assert.Equal([Stage.Separate, Stage.Transcribe], harness.Runner.Ran);
        var key = StageKeys.Of(second, harness.Runner.Describe(second.Stage, second.Options), second.Artifacts, second.Source.Sha256)!;
        var manifest = await harness.Get<WorkStore>().FindAsync("ada", key, CancellationToken.None);
        Assert.Equal(outcome.Artifacts![Artifacts.Transcript], manifest!.Artifacts[Artifacts.Transcript]);
        // What it reported before anybody listened.
        Assert.Contains("Transcribe is half done", manifest.Log!);
        AssertNoFilesOfRuns(harness);
    }

    [Fact]
    public async Task A_job_runs_each_stage_once_and_comes_to_the_same()
    {
        await using var ahead = await StartAsync(azurite, isSingle: true);
        await using var plain = await StartAsync(azurite);
        var (job, same) = (await ahead.SubmitAndSettleAsync(), await plain.SubmitAndSettleAsync());

        Assert.Equal(EngineStages.All, ahead.Runner.Ran);
        Assert.Equal((JobState.Completed, same.Outputs.Count), (job.State, job.Outputs.Count));
        Assert.Equal(same.Outputs.Select(file => file.Name), job.Outputs.Select(file => file.Name));
        Assert.Equal(same.Stages.Select(stage => (stage.Stage, stage.State, stage.Attempts, stage.Engine)), job.Stages.Select(stage => (stage.Stage, stage.State, stage.Attempts, stage.Engine)));
        AssertNoFilesOfRuns(ahead);
    }

    [Theory]
    [InlineData(false, ErrorCodes.StorageUnavailable)]
    [InlineData(true, ErrorCodes.Cancelled)]
    public async Task When_results_are_not_committed_the_next_engine_has_ended_before_the_stage_fails(bool stopped, string error)
    {
        await using var harness = await StartHeldAsync();
        var executor = Executor(harness, async () =>
        {
            await _begun.Task.WaitAsync(Long);
            if (!stopped)
                throw new RequestFailedException(503, "The storage account is away.");
            await harness.Get<StopSignals>().RequestAsync(Job, "test", CancellationToken.None);
        });
        var input = Separate(harness);
        var before = await ListAsync(harness.Areas.Work);

        Assert.Equal(error, (await executor.RunAsync(input, CancellationToken.None)).Error!.Code);

        Assert.True(_stopped.Task.IsCompleted);
        Assert.Equal(before, await ListAsync(harness.Areas.Work));
        AssertNoFilesOfRuns(harness);
    }

    [Fact]
    public async Task A_stop_between_two_activities_returns_when_the_next_engine_has_ended()
    {
        await using var harness = await StartHeldAsync();
        await harness.Get<StageExecutor>().RunAsync(Separate(harness), CancellationToken.None);
        await _begun.Task.WaitAsync(Long);

        await harness.Get<StopSignals>().RequestAsync(Job, "test", CancellationToken.None);

        // Whoever hears of the stop now may give the device away.
        Assert.True(_stopped.Task.IsCompleted);
        AssertNoFilesOfRuns(harness);
    }

    [Fact]
    public async Task An_activity_that_was_taken_over_hears_a_stop()
    {
        await using var harness = await StartHeldAsync();
        var job = await harness.SubmitAsync();
        harness.Open();
        await _begun.Task.WaitAsync(Long);
        await Eventually.IsTrueAsync("its activity runs", async () => (await harness.Get<IProgressStore>().ReadAsync(job.Id, CancellationToken.None))?.Stage == Stage.Transcribe);

        await harness.Jobs.CancelAsync(Ada, job.Id, CancellationToken.None);
        await harness.EndAsync(job.Id);

        Assert.Equal(JobState.Cancelled, (await harness.GetAsync(job.Id)).State);
        Assert.True(_stopped.Task.IsCompleted);
        AssertNoFilesOfRuns(harness);
    }

    [Fact]
    public async Task An_activity_that_was_taken_over_ends_when_the_host_stops()
    {
        await using var harness = await StartHeldAsync();
        var executor = harness.Get<StageExecutor>();
        var first = await executor.RunAsync(Separate(harness), CancellationToken.None);
        using var host = new CancellationTokenSource();
        var second = executor.RunAsync(Follow(Separate(harness), first), host.Token);
        await Eventually.IsTrueAsync("its activity runs", async () => (await harness.Get<IProgressStore>().ReadAsync(Job, CancellationToken.None))?.Stage == Stage.Transcribe);

        await host.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Long));
        Assert.True(_stopped.Task.IsCompleted);
        AssertNoFilesOfRuns(harness);
    }

    [Fact]
    public async Task A_run_for_other_results_than_are_asked_for_is_dropped()
    {
        await using var harness = await StartHeldAsync();
        var executor = harness.Get<StageExecutor>();
        var first = await executor.RunAsync(Separate(harness), CancellationToken.None);
        await _begun.Task.WaitAsync(Long);
        harness.Runner.Before = (_, _) => Task.CompletedTask;
        harness.Runner.Version = "2";

        var outcome = await executor.RunAsync(Follow(Separate(harness), first), CancellationToken.None).WaitAsync(Long);

        Assert.Equal((null, false), (outcome.Error, outcome.Reused));
        Assert.True(_stopped.Task.IsCompleted);
        Assert.Equal([Stage.Separate, Stage.Transcribe, Stage.Transcribe], harness.Runner.Ran);
        AssertNoFilesOfRuns(harness);
    }

    [Fact]
    public async Task The_outcome_of_a_stage_that_was_lost_and_is_asked_for_again_costs_the_next_one_nothing()
    {
        await using var harness = await StartAsync(azurite, isSingle: true);
        var executor = harness.Get<StageExecutor>();
        var first = await executor.RunAsync(Separate(harness), CancellationToken.None);

        Assert.True((await executor.RunAsync(Separate(harness), CancellationToken.None)).Reused);
        Assert.Null((await executor.RunAsync(Follow(Separate(harness), first), CancellationToken.None)).Error);

        Assert.Equal([Stage.Separate, Stage.Transcribe], harness.Runner.Ran);
    }

    [Fact]
    public async Task An_error_is_the_error_of_its_own_stage_and_another_attempt_runs_it_again()
    {
        await using var harness = await StartAsync(azurite, isSingle: true);
        harness.Runner.Before = (request, _) =>
            request.Stage == Stage.Transcribe ? throw new StageException(ErrorCodes.EngineFailed, "Not now.", Retryability.Transient) : Task.CompletedTask;
        var executor = harness.Get<StageExecutor>();

        var first = await executor.RunAsync(Separate(harness), CancellationToken.None);
        Assert.Null(first.Error);
        var next = Follow(Separate(harness), first);
        Assert.Equal(ErrorCodes.EngineFailed, (await executor.RunAsync(next, CancellationToken.None)).Error!.Code);
        harness.Runner.Before = (_, _) => Task.CompletedTask;
        Assert.Null((await executor.RunAsync(next, CancellationToken.None)).Error);

        Assert.Equal([Stage.Separate, Stage.Transcribe, Stage.Transcribe], harness.Runner.Ran);
        AssertNoFilesOfRuns(harness);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_of_a_job_and_its_erasure_drop_what_nobody_took_over(bool erased)
    {
        await using var harness = await StartHeldAsync();
        await harness.Get<StageExecutor>().RunAsync(Separate(harness), CancellationToken.None);
        await _begun.Task.WaitAsync(Long);

        if (erased)
        {
            await harness.Get<DeletionMarks>().AddAsync(Job, new DeletionMark("ada", harness.Clock.GetUtcNow()), CancellationToken.None);
            await harness.Get<JobEraser>().EraseAsync(Job, CancellationToken.None);
        }
        else
        {
            var finish = ActivatorUtilities.CreateInstance<FinishJobActivity>(harness.Get<IServiceProvider>());
            Assert.Null((await finish.RunAsync(new FinishInput(await RecordAsync(harness)), CancellationToken.None)).Error);
        }

        Assert.True(_stopped.Task.IsCompleted);
        AssertNoFilesOfRuns(harness);
    }

    [Fact]
    public async Task A_host_that_stops_stops_what_nobody_took_over()
    {
        await using var harness = await StartHeldAsync();
        await harness.Get<StageExecutor>().RunAsync(Separate(harness), CancellationToken.None);
        await _begun.Task.WaitAsync(Long);

        harness.Get<StagesAhead>().Dispose();

        await _stopped.Task.WaitAsync(Long);
    }

    [Fact]
    public async Task Nothing_runs_ahead_after_a_crash_nor_where_activities_may_run_elsewhere()
    {
        await using var harness = await StartAsync(azurite, isSingle: true);
        await harness.NoteStartAsync(Job, Stage.Separate);
        await harness.Get<StageExecutor>().RunAsync(Separate(harness), CancellationToken.None);
        Assert.Equal([Stage.Separate], harness.Runner.Ran);

        await using var elsewhere = await StartAsync(azurite);
        await elsewhere.Get<StageExecutor>().RunAsync(Separate(elsewhere), CancellationToken.None);
        Assert.Equal([Stage.Separate], elsewhere.Runner.Ran);
    }

    private static StageInput Separate(ServiceHarness harness)
    {
        var artifact = harness.Get<WorkStore>().AddProvidedAsync("ada", Artifacts.Audio, Encoding.UTF8.GetBytes("sound"), CancellationToken.None).GetAwaiter().GetResult();
        return new StageInput(
            Job, "ada", Stage.Separate, new DubbingOptions { TargetLanguage = "es" }, new SourceRef("none", "\"1\"", 1, "hash"),
            new Dictionary<string, ArtifactRef> { [Artifacts.Audio] = artifact }, 1 << 20, 600, Next: Stage.Transcribe);
    }

    /// <summary>What the orchestrator asks for next.</summary>
    private static StageInput Follow(StageInput input, StageOutcome outcome) => input with
    {
        Stage = input.Next!.Value,
        Next = null,
        Artifacts = input.Artifacts.Concat(outcome.Artifacts!).ToDictionary(),
    };

    private static void AssertNoFilesOfRuns(ServiceHarness harness) =>
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(harness.Disk, "runs")));

    private static async Task<JobRecord> RecordAsync(ServiceHarness harness)
    {
        var limits = await harness.Get<ILimitsStore>().GetAsync(CancellationToken.None);
        var request = harness.Get<JobStarter>().Compose(Job, "ada", Command(), new SourceRef("none", "\"1\"", 1, "hash"), "default", limits);
        return new JobRecord(1, request, new JobStatus { State = JobState.Cancelled, Stages = [] }, new Dictionary<string, ArtifactRef>());
    }

    /// <summary>A harness where transcription begins, and ends only by being stopped.</summary>
    private async Task<ServiceHarness> StartHeldAsync()
    {
        var harness = await StartAsync(azurite, isSingle: true);
        harness.Runner.Before = async (request, token) =>
        {
            if (request.Stage != Stage.Transcribe)
                return;
            _begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                _stopped.TrySetResult();
            }
        };
        return harness;
    }

    /// <summary>An executor that does something before each upload of a result.</summary>
    private static StageExecutor Executor(ServiceHarness harness, Func<Task> beforeUpload)
    {
        var areas = harness.AreasAround(async (message, send) =>
        {
            if (message.Request.Method == RequestMethod.Put && !message.Request.Uri.Path.EndsWith("manifest.json", StringComparison.Ordinal))
                await beforeUpload();
            await send();
        });
        return new StageExecutor(harness.Get<StageServices>() with { Work = new WorkStore(areas, harness.Get<ArtifactCache>()) });
    }
}
