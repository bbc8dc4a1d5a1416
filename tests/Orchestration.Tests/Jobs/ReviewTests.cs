using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>The review between translation and synthesis.</summary>
public abstract class ReviewTests(IDurableRuntime runtime)
{
    [Fact]
    public async Task A_review_holds_no_slot_and_goes_on_with_the_edited_cues()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        string? spoken = null;
        harness.Stage = i =>
        {
            if (i.Stage == Stage.Synthesize && i.JobId.EndsWith("job1", StringComparison.Ordinal))
                spoken = i.Artifacts[Artifacts.Translation].Sha256;
            return null;
        };
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true));
        var status = await harness.StatusAsync(id);
        Assert.Equal((JobState.AwaitingReview, "hash-translation.json"), (status.State, status.ReviewOf!.Sha256));
        await harness.AssertNothingHeldAsync();

        var other = await harness.SubmitAndSettleAsync(harness.Request());
        Assert.Equal(JobState.Completed, await harness.StateAsync(other));

        await harness.ApproveAsync(id, new ArtifactRef("b", "edited", 1));
        await harness.EndAsync(id);
        status = await harness.StatusAsync(id);
        Assert.Equal((JobState.Completed, "edited"), (status.State, spoken));
        Assert.Null(status.ReviewOf);
        Assert.Equal(8, harness.OperationsOf(id));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_review_that_nobody_ends_times_out()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var id = await harness.SubmitAsync(harness.Request(review: true, change: r => r with { Policy = r.Policy with { ReviewTimeout = 1 } }));
        await harness.EndAsync(id);
        var status = await harness.StatusAsync(id);
        Assert.Equal((JobState.TimedOut, ErrorCodes.ReviewTimeout), (status.State, status.Error!.Code));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_reviewed_job_is_not_timed_out_when_it_queues_again()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Separate && i.UserId == "bob" ? Scripted.Never() : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true, queueTimeout: 3));
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        await harness.ApproveAsync(id);
        await harness.UntilAsync(id, "queues again", s => s.State == JobState.QueuedGpu);

        // A job with the same timeout that came later and never ran: once it has timed out, the other would have, too.
        var cay = await harness.SubmitAsync(harness.Request("cay", queueTimeout: 3));
        await harness.EndAsync(cay);
        Assert.Equal(JobState.TimedOut, await harness.StateAsync(cay));
        Assert.Equal(JobState.QueuedGpu, await harness.StateAsync(id));
    }

    [Fact]
    public async Task An_approval_that_comes_twice_is_one()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true));
        await harness.ApproveAsync(id);
        await harness.ApproveAsync(id);
        await harness.EndAsync(id);
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Single(harness.Started, s => s.Activity == ActivityNames.Of(Stage.Synthesize));
    }

    [Fact]
    public async Task An_approval_that_comes_early_counts()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var hold = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => i.Stage == Stage.Translate ? hold.Task : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true));
        await harness.ApproveAsync(id, new ArtifactRef("b", "edited", 1));
        hold.SetResult(new StageOutcome(Artifacts: new Dictionary<string, ArtifactRef> { [Artifacts.Translation] = new("m", "machine", 1) }));
        await harness.EndAsync(id);
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal("edited", harness.Records[id].Artifacts[Artifacts.Translation].Sha256);
    }
}
