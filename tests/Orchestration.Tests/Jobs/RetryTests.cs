using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>What is tried again, how often and with what.</summary>
public abstract class RetryTests(IDurableRuntime runtime)
{
    [Fact]
    public async Task A_transient_error_is_tried_three_times_in_all()
    {
        await using var harness = await StartAsync(Failing(Stage.Transcribe, ErrorCodes.EngineFailed, Retryability.Transient, 100));
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(3, harness.Started.Count(s => s.Activity == ActivityNames.Of(Stage.Transcribe)));
        var status = await harness.StatusAsync(id);
        Assert.Equal(JobState.Failed, status.State);
        Assert.True(status.Error!.Retryable);
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_transient_error_that_passes_does_no_harm()
    {
        await using var harness = await StartAsync(Failing(Stage.Transcribe, ErrorCodes.StorageUnavailable, Retryability.Transient, 2));
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        var status = await harness.StatusAsync(id);
        Assert.Equal(JobState.Completed, status.State);
        Assert.Equal(3, status.Stages.Single(s => s.Stage == Stage.Transcribe).Attempts);
        Assert.Equal(6, harness.OperationsOf(id));
    }

    [Fact]
    public async Task A_busy_device_is_waited_for_much_longer_than_the_attempts_and_the_lease_is_kept()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var leases = new List<int>();
        harness.Stage = i => i.Stage == Stage.Separate && leases.Count < 20 ? BusyAsync() : null;
        var id = await harness.SubmitAsync(harness.Request());
        await harness.EndAsync(id);
        Assert.Equal(Enumerable.Repeat(1, 20), leases);
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal(6, harness.OperationsOf(id));

        async Task<StageOutcome> BusyAsync()
        {
            leases.Add((await harness.PoolAsync())!.LeaseCount);
            return Scripted.Fail(ErrorCodes.GpuBusy, Retryability.Busy);
        }
    }

    [Fact]
    public async Task A_full_disk_is_waited_for_as_long_as_it_takes()
    {
        await using var harness = await StartAsync(Failing(Stage.Separate, ErrorCodes.DiskFull, Retryability.Busy, 10));
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => r with { Policy = r.Policy with { MaxBusy = 0 } }));
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal(11, harness.Started.Count(s => s.Activity == ActivityNames.Of(Stage.Separate)));
    }

    [Fact]
    public async Task A_device_that_stays_busy_fails_the_job_in_the_end()
    {
        await using var harness = await StartAsync(Failing(Stage.Separate, ErrorCodes.GpuBusy, Retryability.Busy, int.MaxValue));
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => r with { Policy = r.Policy with { MaxBusy = 0.5 } }));
        var status = await harness.StatusAsync(id);
        Assert.Equal((JobState.Failed, ErrorCodes.GpuBusy), (status.State, status.Error!.Code));
        Assert.True(harness.Started.Count(s => s.Activity == ActivityNames.Of(Stage.Separate)) > 3);
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Out_of_memory_runs_again_with_less_and_that_was_no_attempt()
    {
        var reduced = new List<bool>();
        await using var harness = await StartAsync(i =>
        {
            if (i.Stage != Stage.Synthesize)
                return null;
            reduced.Add(i.ReducedBatch);
            return reduced.Count <= 4 ? Task.FromResult(Scripted.Fail(ErrorCodes.GpuOutOfMemory, Retryability.OutOfMemory)) : null;
        });
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal([false, true, true, true], reduced);
        Assert.Equal(JobState.Failed, await harness.StateAsync(id));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task An_activity_that_throws_is_tried_again_and_then_given_up()
    {
        await using var harness = await StartAsync(i => i.Stage == Stage.Mix ? Task.FromException<StageOutcome>(new InvalidOperationException("bug")) : null);
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(3, harness.Started.Count(s => s.Activity == ActivityNames.Of(Stage.Mix)));
        var status = await harness.StatusAsync(id);
        Assert.Equal((JobState.Failed, ErrorCodes.Internal), (status.State, status.Error!.Code));
        Assert.DoesNotContain("bug", status.Error.Message, StringComparison.Ordinal);
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Poison_fails_even_while_validating()
    {
        await using var harness = await StartAsync(Failing(Stage.Probe, ErrorCodes.Poison, Retryability.Never, 1));
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Failed, await harness.StateAsync(id));
        Assert.Equal(ErrorCodes.Poison, harness.Records[id].Status.Error!.Code);
    }

    private async Task<JobHarness> StartAsync(Func<StageInput, Task<StageOutcome>?> stage)
    {
        var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = stage;
        return harness;
    }

    private static Func<StageInput, Task<StageOutcome>?> Failing(Stage stage, string code, Retryability retry, int times)
    {
        var left = times;
        return i => i.Stage == stage && left-- > 0 ? Task.FromResult(Scripted.Fail(code, retry)) : null;
    }
}
