using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed class ReviewTests
{
    [Fact]
    public async Task A_review_holds_no_slot_and_goes_on_with_the_edited_cues()
    {
        var harness = new JobHarness();
        string? spoken = null;
        harness.Stage = i =>
        {
            if (i.Stage == Stage.Synthesize && i.UserId == "ada")
                spoken = i.Artifacts[Artifacts.Translation].Sha256;
            return null;
        };
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true));
        Assert.Equal(JobState.AwaitingReview, harness.State(id));
        Assert.Equal("hash-translation.json", harness.Status(id).ReviewOf!.Sha256);
        harness.AssertNothingHeld();

        var other = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Completed, harness.State(other));

        await harness.Runtime.RaiseEventAsync(id, JobEvents.Approve, new ReviewApproval(new ArtifactRef("b", "edited", 1), "ada"));
        await harness.Runtime.SettleAsync();
        Assert.Equal(JobState.Completed, harness.State(id));
        Assert.Equal("edited", spoken);
        Assert.Null(harness.Status(id).ReviewOf);
        Assert.Equal(8, harness.OperationsOf(id));
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task A_review_that_nobody_ends_times_out()
    {
        var harness = new JobHarness();
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true));
        await harness.Runtime.AdvanceAsync(TimeSpan.FromHours(25));
        Assert.Equal(JobState.TimedOut, harness.State(id));
        Assert.Equal(ErrorCodes.ReviewTimeout, harness.Status(id).Error!.Code);
        harness.AssertNothingHeld();
    }

    [Fact]
    public async Task A_reviewed_job_is_not_timed_out_when_it_queues_again()
    {
        var harness = new JobHarness();
        harness.Stage = i => i.Stage == Stage.Separate && i.UserId == "bob" ? new TaskCompletionSource<StageOutcome>().Task : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true, queueTimeout: 60));
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        await harness.Runtime.RaiseEventAsync(id, JobEvents.Approve, new ReviewApproval(null, "ada"));
        await harness.Runtime.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(JobState.QueuedGpu, harness.State(id));
    }

    [Fact]
    public async Task An_approval_that_comes_twice_is_one()
    {
        var harness = new JobHarness();
        harness.Runtime.DuplicateClientEvents = true;
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true));
        await harness.Runtime.RaiseEventAsync(id, JobEvents.Approve, new ReviewApproval(null, "ada"));
        await harness.Runtime.SettleAsync();
        Assert.Equal(JobState.Completed, harness.State(id));
        Assert.Single(harness.Started, s => s.Activity == ActivityNames.Of(Stage.Synthesize));
    }
}
