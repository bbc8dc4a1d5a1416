using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed class RetryTests
{
    private static readonly JobPolicy Policy = new() { QueueTimeout = 60, ReviewTimeout = 60, MaxVideoBytes = 1, MaxVideoSeconds = 1 };

    [Fact]
    public async Task A_transient_error_is_tried_three_times_in_all()
    {
        var harness = new JobHarness { Stage = Failing(Stage.Transcribe, ErrorCodes.EngineFailed, Retryability.Transient, 100) };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(3, harness.Started.Count(s => s.Activity == ActivityNames.Of(Stage.Transcribe)));
        Assert.Equal(JobState.Failed, harness.State(id));
        Assert.True(harness.Status(id).Error!.Retryable);
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task A_transient_error_that_passes_does_no_harm()
    {
        var harness = new JobHarness { Stage = Failing(Stage.Transcribe, ErrorCodes.StorageUnavailable, Retryability.Transient, 2) };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.Runtime.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(JobState.Completed, harness.State(id));
        Assert.Equal(3, harness.Status(id).Stages.Single(s => s.Stage == Stage.Transcribe).Attempts);
        Assert.Equal(6, harness.OperationsOf(id));
    }

    [Fact]
    public async Task A_busy_device_is_waited_for_much_longer_than_the_attempts_and_the_lease_is_kept()
    {
        var harness = new JobHarness { Stage = Failing(Stage.Separate, ErrorCodes.GpuBusy, Retryability.Busy, 20) };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.Runtime.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Single(harness.GpuLeases);
        await harness.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(JobState.Completed, harness.State(id));
        Assert.Equal(6, harness.OperationsOf(id));
    }

    [Fact]
    public async Task A_device_that_stays_busy_fails_the_job_in_the_end()
    {
        var harness = new JobHarness { Stage = Failing(Stage.Separate, ErrorCodes.GpuBusy, Retryability.Busy, int.MaxValue) };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.Runtime.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(JobState.Failed, harness.State(id));
        Assert.Equal(ErrorCodes.GpuBusy, harness.Status(id).Error!.Code);
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task Out_of_memory_runs_again_with_less_and_that_was_no_attempt()
    {
        var reduced = new List<bool>();
        var harness = new JobHarness();
        harness.Stage = i =>
        {
            if (i.Stage != Stage.Synthesize)
                return null;
            reduced.Add(i.ReducedBatch);
            return reduced.Count <= 4 ? Task.FromResult(JobHarness.Fail(ErrorCodes.GpuOutOfMemory, Retryability.OutOfMemory)) : null;
        };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal([false, true, true, true], reduced);
        Assert.Equal(JobState.Failed, harness.State(id));
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task An_activity_that_throws_is_tried_again_and_then_given_up()
    {
        var harness = new JobHarness { Stage = i => i.Stage == Stage.Mix ? Task.FromException<StageOutcome>(new InvalidOperationException("bug")) : null };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(3, harness.Started.Count(s => s.Activity == ActivityNames.Of(Stage.Mix)));
        Assert.Equal(JobState.Failed, harness.State(id));
        Assert.Equal(ErrorCodes.Internal, harness.Status(id).Error!.Code);
        Assert.DoesNotContain("bug", harness.Status(id).Error!.Message, StringComparison.Ordinal);
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task Poison_fails_even_while_validating()
    {
        var harness = new JobHarness { Stage = i => i.Stage == Stage.Probe ? Task.FromResult(JobHarness.Fail(ErrorCodes.Poison, Retryability.Never)) : null };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Failed, harness.State(id));
        Assert.Equal(ErrorCodes.Poison, harness.Records[id].Status.Error!.Code);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(10, 60)]
    public void Delays_double_up_to_the_maximum(int failures, double seconds)
    {
        var policy = Policy with { MaxAttempts = 20 };
        var decision = StageRetryPolicy.Decide(new ActivityError("x", "", Retryability.Transient), failures, false, 0, policy, 0.5);
        Assert.Equal(seconds, decision.Delay, 6);
        Assert.InRange(StageRetryPolicy.Decide(new ActivityError("x", "", Retryability.Transient), failures, false, 0, policy, 1).Delay, seconds * 1.24, seconds * 1.26);
        Assert.InRange(StageRetryPolicy.Decide(new ActivityError("x", "", Retryability.Transient), failures, false, 0, policy, 0).Delay, seconds * 0.74, seconds * 0.76);
    }

    private static Func<StageInput, Task<StageOutcome>?> Failing(Stage stage, string code, Retryability retry, int times)
    {
        var left = times;
        return i => i.Stage == stage && left-- > 0 ? Task.FromResult(JobHarness.Fail(code, retry)) : null;
    }
}
