using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed class CancelTests
{
    public static TheoryData<string> States => ["received", "Probe", "Extract", "queued-user", "queued-gpu", "Separate", "Transcribe", "Translate", "review", "queued-again", "Synthesize", "Mix", "Mux"];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Cancel_in_every_state_ends_as_cancelled_and_returns_everything(string at)
    {
        var harness = new JobHarness();
        var hold = new TaskCompletionSource<StageOutcome>();
        var blocker = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i =>
        {
            if (i.UserId == "ada" && i.JobId.EndsWith("job1", StringComparison.Ordinal) && i.Stage.ToString() == at)
                return hold.Task;
            return BlockerAt(at) is { } b && b.User == i.UserId && i.JobId.EndsWith("job2", StringComparison.Ordinal) && i.Stage == Stage.Separate ? blocker.Task : null;
        };
        var request = harness.Request(review: at is "review" or "queued-again");
        var second = BlockerAt(at) is { } other ? harness.Request(other.User) : null;
        if (at is "queued-user" or "queued-gpu")
            await harness.SubmitAndSettleAsync(second!);
        await harness.SubmitAsync(request);
        if (at != "received")
            await harness.Runtime.SettleAsync();
        if (at == "queued-again")
        {
            await harness.SubmitAndSettleAsync(second!);
            await harness.Runtime.RaiseEventAsync(request.JobId, JobEvents.Approve, new ReviewApproval(null, "ada"));
            await harness.Runtime.SettleAsync();
            Assert.Equal(JobState.QueuedGpu, harness.State(request.JobId));
        }

        await harness.CancelAsync(request.JobId);
        await harness.Runtime.SettleAsync();
        if (Enum.TryParse<Stage>(at, out _))
        {
            // The activity sees the marker and ends; only then are the slots free.
            Assert.True(harness.Status(request.JobId).CancelRequested);
            hold.SetResult(JobHarness.Fail(ErrorCodes.Cancelled, Retryability.Never));
            await harness.Runtime.SettleAsync();
        }

        Assert.Equal(JobState.Cancelled, harness.State(request.JobId));
        Assert.Equal(JobState.Cancelled, harness.Records[request.JobId].Status.State);
        blocker.TrySetResult(new StageOutcome());
        await harness.Runtime.SettleAsync();
        harness.AssertNothingHeld();
        harness.AssertNothingHeld("bob");
    }

    [Fact]
    public async Task The_lease_is_kept_until_the_activity_has_stopped()
    {
        var harness = new JobHarness();
        harness.Stage = i => i.Stage == Stage.Transcribe ? new TaskCompletionSource<StageOutcome>().Task : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.CancelAsync(id);
        await harness.Runtime.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Single(harness.GpuLeases);
        Assert.Equal(JobState.Running, harness.State(id));

        // A worker that died never answers: its slots come back all the same.
        await harness.Runtime.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(JobState.Cancelled, harness.State(id));
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task A_cancel_that_comes_twice_is_one()
    {
        var harness = new JobHarness();
        harness.Runtime.DuplicateClientEvents = true;
        harness.Stage = i => i.Stage == Stage.Separate && i.UserId == "bob" ? new TaskCompletionSource<StageOutcome>().Task : null;
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.CancelAsync(id);
        await harness.CancelAsync(id);
        await harness.Runtime.SettleAsync();
        Assert.Equal(JobState.Cancelled, harness.State(id));
        Assert.Single(harness.Started, s => s.Job == id && s.Activity == ActivityNames.Finish);
    }

    [Fact]
    public async Task A_cancel_during_a_back_off_does_not_wait_for_it()
    {
        var harness = new JobHarness { Stage = i => i.Stage == Stage.Separate ? Task.FromResult(JobHarness.Fail(ErrorCodes.EngineFailed, Retryability.Transient)) : null };
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        await harness.CancelAsync(id);
        await harness.Runtime.SettleAsync();
        Assert.Equal(JobState.Cancelled, harness.State(id));
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task A_job_whose_results_are_published_completes_in_spite_of_a_cancel()
    {
        var harness = new JobHarness();
        JobRequest? request = null;
        harness.Publish = _ =>
        {
            harness.CancelAsync(request!.JobId).GetAwaiter().GetResult();
            return new PublishOutcome(Files: []);
        };
        request = harness.Request();
        await harness.SubmitAndSettleAsync(request);
        Assert.Equal(JobState.Completed, harness.State(request.JobId));
        harness.AssertNothingHeld();
    }

    private static Blocker? BlockerAt(string at) => at switch
    {
        "queued-user" => new Blocker("ada"),
        "queued-gpu" or "queued-again" => new Blocker("bob"),
        _ => null,
    };

    private sealed record Blocker(string User);
}
