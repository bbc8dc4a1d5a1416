using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>The way of a job through stages and queues.</summary>
public abstract class DubbingTests(IDurableRuntime runtime)
{
    [Fact]
    public async Task A_job_alone_runs_all_stages_in_order_with_six_entity_operations()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var id = await harness.SubmitAndSettleAsync(harness.Request());

        var status = await harness.StatusAsync(id);
        Assert.Equal(JobState.Completed, status.State);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await harness.EndAsync(id)).RuntimeStatus);
        Assert.Equal(
            [.. EngineStages.All.Select(ActivityNames.Of), ActivityNames.Publish, ActivityNames.Finish],
            harness.Started.Select(s => s.Activity));
        Assert.Equal(6, harness.OperationsOf(id));
        Assert.Equal(["dubbed.mp4"], status.Outputs.Select(o => o.Name));
        Assert.All(status.Stages, s => Assert.Equal(StageState.Completed, s.State));
        Assert.Equal("hash-source", harness.Records[id].Request.Source.Sha256);
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task The_second_job_of_a_user_waits_and_is_woken_and_still_takes_six_operations()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var hold = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => i.Stage == Stage.Separate && i.JobId.EndsWith("job1", StringComparison.Ordinal) ? hold.Task : null;
        var first = await harness.SubmitAndSettleAsync(harness.Request());
        var second = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.QueuedUser, await harness.StateAsync(second));

        hold.SetResult(new StageOutcome());
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, await harness.StateAsync(first));
        Assert.Equal(JobState.Completed, await harness.StateAsync(second));
        Assert.Equal(6, harness.OperationsOf(second));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_language_that_was_found_is_recorded_and_goes_to_the_stages_after_it()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var told = new ConcurrentDictionary<Stage, string>();
        harness.Stage = i =>
        {
            told[i.Stage] = i.Options.SourceLanguage;
            return i.Stage == Stage.Transcribe ? Task.FromResult(Scripted.Succeed(i) with { Language = "de" }) : null;
        };
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => r with { Options = r.Options with { SourceLanguage = "auto" } }));

        Assert.Equal(EngineStages.All.Count, told.Count);
        Assert.All(told, pair => Assert.Equal(pair.Key <= Stage.Transcribe ? "auto" : "de", pair.Value));
        var record = harness.Records[id];
        Assert.Equal(("auto", "de"), (record.Request.Options.SourceLanguage, record.Status.Language));
        Assert.Equal("de", (await harness.StatusAsync(id)).Options(record.Request).SourceLanguage);
    }

    [Theory]
    [InlineData(true, false, "Probe>Extract Separate>Transcribe Transcribe>Translate Synthesize>Mix Mix>Mux")]
    [InlineData(false, false, "Probe>Extract Separate>Transcribe Transcribe>Translate Translate>Synthesize Synthesize>Mix Mix>Mux")]
    [InlineData(false, true, "Probe>Extract Separate>Transcribe Transcribe>Translate Synthesize>Mix Mix>Mux")]
    public async Task A_stage_is_told_what_follows_it_with_nothing_to_wait_for(bool speechOnGpu, bool review, string expected)
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var told = new ConcurrentQueue<string>();
        harness.Stage = i =>
        {
            if (i.Next is { } next)
                told.Enqueue($"{i.Stage}>{next}");
            return null;
        };
        var id = await harness.SubmitAndSettleAsync(harness.Request(
            review: review, change: r => r with { Plan = [.. r.Plan.Select(p => p.Stage == Stage.Synthesize ? p with { UsesGpu = speechOnGpu } : p)] }));
        if (review)
            await harness.ApproveAsync(id);
        await harness.EndAsync(id);

        Assert.Equal(expected, string.Join(' ', told));
    }

    [Fact]
    public async Task Translation_holds_no_gpu()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Translate ? Scripted.Never() : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Running, await harness.StateAsync(id));
        Assert.Empty((await harness.PoolAsync())!.Leases);
        Assert.Single((await harness.UserAsync("ada"))!.Leases);
    }

    [Fact]
    public async Task A_translation_that_needs_the_gpu_keeps_the_lease_and_takes_four_operations()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var request = harness.Request(change: r => r with { Plan = [.. r.Plan.Select(p => p.Stage == Stage.Translate ? p with { UsesGpu = true } : p)] });
        var id = await harness.SubmitAndSettleAsync(request);
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal(4, harness.OperationsOf(id));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_queue_timeout_ends_a_waiting_job_and_leaves_no_trace()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Separate && i.UserId == "ada" ? Scripted.Never() : null;
        await harness.SubmitAndSettleAsync(harness.Request());
        var request = harness.Request("bob", queueTimeout: 2);
        var waiting = await harness.SubmitAndSettleAsync(request);
        Assert.Equal(JobState.QueuedGpu, await harness.StateAsync(waiting));

        await harness.EndAsync(waiting);
        var status = await harness.StatusAsync(waiting);
        Assert.Equal((JobState.TimedOut, ErrorCodes.QueueTimeout), (status.State, status.Error!.Code));
        Assert.True(status.EndedAt - request.SubmittedAt >= TimeSpan.FromSeconds(2));
        Assert.Empty((await harness.UserAsync("bob"))!.Leases);
        Assert.DoesNotContain(harness.Started, s => s.Job == waiting && s.Activity == ActivityNames.Of(Stage.Separate));
    }

    [Fact]
    public async Task A_job_that_ran_before_is_never_timed_out_by_the_queue()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var translate = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => (i.Stage, i.UserId) switch
        {
            (Stage.Translate, "ada") => translate.Task,
            (Stage.Separate, "bob") => Scripted.Never(),
            _ => null,
        };
        var ada = await harness.SubmitAndSettleAsync(harness.Request(queueTimeout: 3));
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        translate.SetResult(new StageOutcome());

        // A job with the same timeout that came later and never ran: once it has timed out, the other would have, too.
        var cay = await harness.SubmitAsync(harness.Request("cay", queueTimeout: 3));
        await harness.EndAsync(cay);
        await harness.SettleAsync();
        Assert.Equal(JobState.TimedOut, await harness.StateAsync(cay));
        Assert.Equal(JobState.QueuedGpu, await harness.StateAsync(ada));
    }

    [Fact]
    public async Task A_job_that_comes_back_goes_ahead_of_one_that_has_not_started()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var (transcribe, translate, bob) = (new TaskCompletionSource<StageOutcome>(), new TaskCompletionSource<StageOutcome>(), new TaskCompletionSource<StageOutcome>());
        harness.Stage = i => (i.Stage, i.UserId) switch
        {
            (Stage.Transcribe, "ada") => transcribe.Task,
            (Stage.Translate, "ada") => translate.Task,
            (Stage.Separate, "bob") => bob.Task,
            (Stage.Synthesize, "ada") or (Stage.Separate, "cay") => Scripted.Never(),
            _ => null,
        };
        var ada = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        await harness.SubmitAndSettleAsync(harness.Request("cay"));
        transcribe.SetResult(new StageOutcome());
        await harness.UntilAsync(ada, "translates", s => s.Stage == Stage.Translate);
        translate.SetResult(new StageOutcome());
        await harness.UntilAsync(ada, "queues again", s => s.State == JobState.QueuedGpu);
        await harness.SettleAsync();
        bob.SetResult(new StageOutcome());
        await harness.UntilAsync(ada, "runs again", s => s is { State: JobState.Running, Stage: Stage.Synthesize });
        Assert.Equal(ada, Assert.Single((await harness.PoolAsync())!.Leases).JobId);
    }

    [Fact]
    public async Task Bad_input_is_rejected_before_it_queues()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Extract ? Task.FromResult(Scripted.Fail(ErrorCodes.TruncatedMedia, Retryability.Never)) : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Rejected, await harness.StateAsync(id));
        Assert.Equal(0, harness.OperationsOf(id));
        Assert.Equal(ErrorCodes.TruncatedMedia, harness.Records[id].Status.Error!.Code);
    }

    [Fact]
    public async Task A_rejection_that_came_with_the_request_is_recorded()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => r with { Plan = [], Rejection = new JobError(ErrorCodes.QueueFull, "Full.") }));
        Assert.Equal(JobState.Rejected, await harness.StateAsync(id));
        Assert.Equal([ActivityNames.Finish], harness.Started.Select(s => s.Activity));
    }

    [Fact]
    public async Task A_job_that_failed_fails_its_orchestration_too_and_returns_everything()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Transcribe ? Task.FromResult(Scripted.Fail(ErrorCodes.NoSpeech, Retryability.Never)) : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Failed, await harness.StateAsync(id));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await harness.EndAsync(id)).RuntimeStatus);
        Assert.Equal(Stage.Transcribe.ToWire(), (await harness.StatusAsync(id)).Error!.Stage);
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Results_that_cannot_be_published_do_not_complete_a_job()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Publish = _ => Task.FromResult(new PublishOutcome(new ActivityError(ErrorCodes.StorageUnavailable, "No.", Retryability.Transient)));
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Failed, await harness.StateAsync(id));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_duplicate_grant_of_an_earlier_phase_is_not_taken_for_the_next()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var (translate, other) = (new TaskCompletionSource<StageOutcome>(), new TaskCompletionSource<StageOutcome>());
        harness.Stage = i => (i.Stage, i.UserId) switch
        {
            (Stage.Translate, "ada") => translate.Task,
            (Stage.Separate, "bob") => other.Task,
            _ => null,
        };
        var ada = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        await harness.Client.RaiseEventAsync(ada, SlotEntities.GrantedEvent, new Grant($"{ada}:gpu:1", ada, TimeProvider.System.GetUtcNow()));
        translate.SetResult(new StageOutcome());
        await harness.SettleAsync();
        Assert.Equal(JobState.QueuedGpu, await harness.StateAsync(ada));
        other.SetResult(new StageOutcome());
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, await harness.StateAsync(ada));
        await harness.AssertNothingHeldAsync();
    }
}
