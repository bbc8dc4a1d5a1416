using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission;
using TransVox.Orchestration.Durable;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed class DubbingOrchestratorTests
{
    [Fact]
    public async Task A_job_alone_runs_all_stages_in_order_with_six_entity_operations()
    {
        var harness = new JobHarness();
        var id = await harness.SubmitAndSettleAsync(harness.Request());

        var status = harness.Status(id);
        Assert.Equal(JobState.Completed, status.State);
        Assert.Equal(InstanceStatus.Completed, harness.Runtime.Instances[id].Status);
        Assert.Equal(
            [.. Enum.GetValues<Stage>().Select(ActivityNames.Of), ActivityNames.Publish, ActivityNames.Finish],
            harness.Started.Select(s => s.Activity));
        Assert.Equal(6, harness.OperationsOf(id));
        Assert.Equal(["dubbed.mp4"], status.Outputs.Select(o => o.Name));
        Assert.All(status.Stages, s => Assert.Equal(StageState.Completed, s.State));
        Assert.Equal("hash-source", harness.Records[id].Request.Source.Sha256);
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task The_second_job_of_a_user_waits_and_is_woken_and_still_takes_six_operations()
    {
        var harness = new JobHarness();
        var hold = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => i.Stage == Stage.Separate && i.JobId.EndsWith("job1", StringComparison.Ordinal) ? hold.Task : null;
        var first = await harness.SubmitAndSettleAsync(harness.Request());
        var second = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.QueuedUser, harness.State(second));

        hold.SetResult(JobHarness.Succeed(new StageInput(first, "ada", Stage.Separate, new DubbingOptions { TargetLanguage = "es" }, new SourceRef("", "", 1), new Dictionary<string, ArtifactRef>(), 1, 1)));
        await harness.Runtime.SettleAsync();
        Assert.Equal(JobState.Completed, harness.State(first));
        Assert.Equal(JobState.Completed, harness.State(second));
        Assert.Equal(6, harness.OperationsOf(second));
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task A_language_that_was_found_is_recorded_and_goes_to_the_stages_after_it()
    {
        var harness = new JobHarness();
        var told = new Dictionary<Stage, string>();
        harness.Stage = i =>
        {
            told[i.Stage] = i.Options.SourceLanguage;
            return i.Stage == Stage.Transcribe ? Task.FromResult(JobHarness.Succeed(i) with { Language = "de" }) : null;
        };
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => r with { Options = r.Options with { SourceLanguage = "auto" } }));

        Assert.All(told, pair => Assert.Equal(pair.Key <= Stage.Transcribe ? "auto" : "de", pair.Value));
        Assert.Equal(("auto", "de"), (harness.Records[id].Request.Options.SourceLanguage, harness.Records[id].Status.Language));
        Assert.Equal("de", harness.Status(id).Options(harness.Records[id].Request).SourceLanguage);
    }

    [Fact]
    public async Task Translation_holds_no_gpu()
    {
        var harness = new JobHarness();
        var hold = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => i.Stage == Stage.Translate ? hold.Task : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Running, harness.State(id));
        Assert.Empty(harness.GpuLeases);
        Assert.Single(harness.UserLeases("ada"));
    }

    [Fact]
    public async Task A_translation_that_needs_the_gpu_keeps_the_lease_and_takes_four_operations()
    {
        var harness = new JobHarness();
        var request = harness.Request(change: r => r with { Plan = [.. r.Plan.Select(p => p.Stage == Stage.Translate ? p with { UsesGpu = true } : p)] });
        var id = await harness.SubmitAndSettleAsync(request);
        Assert.Equal(JobState.Completed, harness.State(id));
        Assert.Equal(4, harness.OperationsOf(id));
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task A_queue_timeout_ends_a_waiting_job_and_leaves_no_trace()
    {
        var harness = new JobHarness();
        harness.Stage = i => i.Stage == Stage.Separate && i.UserId == "ada" ? new TaskCompletionSource<StageOutcome>().Task : null;
        await harness.SubmitAndSettleAsync(harness.Request());
        var waiting = await harness.SubmitAndSettleAsync(harness.Request("bob", queueTimeout: 60));
        Assert.Equal(JobState.QueuedGpu, harness.State(waiting));

        await harness.Runtime.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(JobState.QueuedGpu, harness.State(waiting));
        await harness.Runtime.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(JobState.TimedOut, harness.State(waiting));
        Assert.Equal(ErrorCodes.QueueTimeout, harness.Status(waiting).Error!.Code);
        Assert.Empty(harness.UserLeases("bob"));
        Assert.DoesNotContain(harness.Started, s => s.Job == waiting && s.Activity == ActivityNames.Of(Stage.Separate));
    }

    [Fact]
    public async Task A_job_that_ran_before_is_never_timed_out_by_the_queue()
    {
        var harness = new JobHarness();
        var translate = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => (i.Stage, i.UserId) switch
        {
            (Stage.Translate, "ada") => translate.Task,
            (Stage.Separate, "bob") => new TaskCompletionSource<StageOutcome>().Task,
            _ => null,
        };
        var ada = await harness.SubmitAndSettleAsync(harness.Request(queueTimeout: 60));
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        translate.SetResult(new StageOutcome());
        await harness.Runtime.AdvanceAsync(TimeSpan.FromSeconds(600));
        Assert.Equal(JobState.QueuedGpu, harness.State(ada));
    }

    [Fact]
    public async Task A_job_that_comes_back_goes_ahead_of_one_that_has_not_started()
    {
        var harness = new JobHarness();
        var translate = new TaskCompletionSource<StageOutcome>();
        var bob = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => (i.Stage, i.UserId) switch
        {
            (Stage.Translate, "ada") => translate.Task,
            (Stage.Separate, "bob") => bob.Task,
            (Stage.Synthesize, "ada") or (Stage.Separate, "cay") => new TaskCompletionSource<StageOutcome>().Task,
            _ => null,
        };
        var ada = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        await harness.SubmitAndSettleAsync(harness.Request("cay"));
        translate.SetResult(new StageOutcome());
        await harness.Runtime.SettleAsync();
        bob.SetResult(new StageOutcome());
        await harness.Runtime.SettleAsync();
        Assert.Equal(ada, Assert.Single(harness.GpuLeases).JobId);
    }

    [Fact]
    public async Task Bad_input_is_rejected_before_it_queues()
    {
        var harness = new JobHarness { Stage = i => i.Stage == Stage.Extract ? Task.FromResult(JobHarness.Fail(ErrorCodes.TruncatedMedia, Retryability.Never)) : null };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Rejected, harness.State(id));
        Assert.Equal(0, harness.OperationsOf(id));
        Assert.Equal(ErrorCodes.TruncatedMedia, harness.Records[id].Status.Error!.Code);
    }

    [Fact]
    public async Task A_rejection_that_came_with_the_request_is_recorded()
    {
        var harness = new JobHarness();
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => r with { Plan = [], Rejection = new JobError(ErrorCodes.QueueFull, "Full.") }));
        Assert.Equal(JobState.Rejected, harness.State(id));
        Assert.Equal([ActivityNames.Finish], harness.Started.Select(s => s.Activity));
    }

    [Fact]
    public async Task A_job_that_failed_fails_its_orchestration_too_and_returns_everything()
    {
        var harness = new JobHarness { Stage = i => i.Stage == Stage.Transcribe ? Task.FromResult(JobHarness.Fail(ErrorCodes.NoSpeech, Retryability.Never)) : null };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Failed, harness.State(id));
        Assert.Equal(InstanceStatus.Failed, harness.Runtime.Instances[id].Status);
        Assert.Equal(Stage.Transcribe, harness.Status(id).Error!.Stage);
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task Results_that_cannot_be_published_do_not_complete_a_job()
    {
        var harness = new JobHarness
        {
            Publish = _ => new PublishOutcome(new ActivityError(ErrorCodes.StorageUnavailable, "No.", Retryability.Transient)),
        };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.Runtime.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(JobState.Failed, harness.State(id));
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task A_duplicate_grant_of_an_earlier_phase_is_not_taken_for_the_next()
    {
        var harness = new JobHarness();
        var (translate, other) = (new TaskCompletionSource<StageOutcome>(), new TaskCompletionSource<StageOutcome>());
        harness.Stage = i => (i.Stage, i.UserId) switch
        {
            (Stage.Translate, "ada") => translate.Task,
            (Stage.Separate, "bob") => other.Task,
            _ => null,
        };
        var ada = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        await harness.Runtime.RaiseEventAsync(ada, SlotEntities.GrantedEvent, new Grant($"{ada}:gpu:1", ada, JobHarness.Start));
        translate.SetResult(new StageOutcome());
        await harness.Runtime.SettleAsync();
        Assert.Equal(JobState.QueuedGpu, harness.State(ada));
        other.SetResult(new StageOutcome());
        await harness.Runtime.SettleAsync();
        Assert.Equal(JobState.Completed, harness.State(ada));
        harness.AssertNothingHeld();
    }
}
