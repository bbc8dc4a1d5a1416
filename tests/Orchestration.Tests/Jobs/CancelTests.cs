using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>Cancelling.</summary>
public abstract class CancelTests(IDurableRuntime runtime)
{
    public static TheoryData<string> States => ["received", "Probe", "Extract", "queued-user", "queued-gpu", "Separate", "Transcribe", "Translate", "review", "queued-again", "Synthesize", "Mix", "Mux"];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Cancel_in_every_state_ends_as_cancelled_and_returns_everything(string at)
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var (hold, blocker) = (new TaskCompletionSource<StageOutcome>(), new TaskCompletionSource<StageOutcome>());
        var request = harness.Request(review: at is "review" or "queued-again");
        var second = BlockerAt(at) is { } other ? harness.Request(other) : null;
        // Received: the cancel may come before or after the first turn, but before the end.
        var holdsAt = at == "received" ? nameof(Stage.Probe) : at;
        harness.Stage = i => i.JobId == request.JobId && i.Stage.ToString() == holdsAt ? hold.Task
            : i.JobId == second?.JobId && i.Stage == Stage.Separate ? blocker.Task : null;
        if (at is "queued-user" or "queued-gpu")
            await harness.SubmitAndSettleAsync(second!);
        await harness.SubmitAsync(request);
        if (at != "received")
            await harness.SettleAsync();
        if (at == "queued-again")
        {
            await harness.SubmitAndSettleAsync(second!);
            await harness.ApproveAsync(request.JobId);
            await harness.UntilAsync(request.JobId, "queues again", s => s.State == JobState.QueuedGpu);
        }

        await harness.CancelAsync(request.JobId);
        if (Enum.TryParse<Stage>(at, out _))
        {
            // The activity sees the marker and ends; only then are the slots free.
            await harness.UntilAsync(request.JobId, "knows of the cancel", s => s.CancelRequested);
            hold.SetResult(Scripted.Fail(ErrorCodes.Cancelled, Retryability.Never));
        }

        if (at == "received")
            hold.SetResult(Scripted.Fail(ErrorCodes.Cancelled, Retryability.Never));
        await harness.EndAsync(request.JobId);
        Assert.Equal(JobState.Cancelled, await harness.StateAsync(request.JobId));
        Assert.Equal(JobState.Cancelled, harness.Records[request.JobId].Status.State);
        blocker.TrySetResult(new StageOutcome());
        await harness.SettleAsync();
        await harness.AssertNothingHeldAsync();
        await harness.AssertNothingHeldAsync("bob");
    }

    [Fact]
    public async Task The_lease_is_kept_until_the_activity_has_stopped()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Transcribe ? Scripted.Never() : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => r with { Policy = r.Policy with { CancelGrace = 2 } }));
        var asked = TimeProvider.System.GetUtcNow();
        await harness.CancelAsync(id);
        await harness.UntilAsync(id, "knows of the cancel", s => s.CancelRequested);
        Assert.Single((await harness.PoolAsync())!.Leases);
        Assert.Equal(JobState.Running, await harness.StateAsync(id));

        // A worker that died never answers: its slots come back all the same. Durable Task itself lets an orchestration end only
        // when its last activity has.
        await harness.UntilAsync(id, "is cancelled", s => s.State == JobState.Cancelled);
        Assert.True((await harness.StatusAsync(id)).EndedAt - asked >= TimeSpan.FromSeconds(2));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_withdrawal_ends_a_job_that_waits_and_is_nothing_to_one_that_has_started()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var hold = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => i.Stage == Stage.Separate ? hold.Task : null;
        var started = await harness.SubmitAndSettleAsync(harness.Request("bob"));
        var waiting = await harness.SubmitAndSettleAsync(harness.Request());
        foreach (var id in new[] { started, waiting })
            await harness.Client.RaiseEventAsync(id, JobEvents.Cancel, new Actor("root", Moves: "a move"));
        await harness.EndAsync(waiting);
        Assert.Equal((JobState.Cancelled, "a move"), await MovedAsync(waiting));

        Assert.False((await harness.StatusAsync(started)).CancelRequested);
        hold.SetResult(new StageOutcome());
        await harness.EndAsync(started);
        Assert.Equal((JobState.Completed, null), await MovedAsync(started));
        await harness.AssertNothingHeldAsync();
        await harness.AssertNothingHeldAsync("bob");

        async Task<(JobState, string?)> MovedAsync(string id) => await harness.StatusAsync(id) is var status ? (status.State, status.MovedBy) : default;
    }

    [Fact]
    public async Task A_withdrawal_that_came_too_late_leaves_the_job_its_owners_to_cancel()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Transcribe ? Scripted.Never() : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => r with { Policy = r.Policy with { CancelGrace = 1 } }));
        await harness.Client.RaiseEventAsync(id, JobEvents.Cancel, new Actor("root", Moves: "a move"));
        await harness.CancelAsync(id);
        await harness.UntilAsync(id, "is cancelled", s => s is { State: JobState.Cancelled, MovedBy: null });
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_cancel_that_comes_twice_is_one()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Separate && i.UserId == "bob" ? Scripted.Never() : null;
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        var id = await harness.SubmitAndSettleAsync(harness.Request());
        for (var i = 0; i < 4; i++)
            await harness.CancelAsync(id);
        await harness.EndAsync(id);
        Assert.Equal(JobState.Cancelled, await harness.StateAsync(id));
        Assert.Single(harness.Started, s => s.Job == id && s.Activity == ActivityNames.Finish);
    }

    [Fact]
    public async Task A_cancel_of_which_only_the_marker_was_written_ends_as_cancelled()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        // The host died before it raised the event: the stage runs again, and sees the marker alone.
        harness.Stage = i => i.Stage == Stage.Synthesize ? Task.FromResult(Scripted.Fail(ErrorCodes.Cancelled, Retryability.Never)) : null;
        var id = await harness.SubmitAndSettleAsync(harness.Request());

        Assert.Equal(JobState.Cancelled, await harness.StateAsync(id));
        Assert.Equal(JobState.Cancelled, harness.Records[id].Status.State);
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_cancel_during_a_back_off_does_not_wait_for_it()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Separate ? Task.FromResult(Scripted.Fail(ErrorCodes.EngineFailed, Retryability.Transient)) : null;
        var id = await harness.SubmitAsync(harness.Request(change: r => r with { Policy = r.Policy with { FirstDelay = 3600, MaxDelay = 3600 } }));
        await harness.UntilAsync(id, "has failed once", s => s.Stages.Single(x => x.Stage == Stage.Separate).Attempts == 1);
        await harness.CancelAsync(id);
        await harness.EndAsync(id);
        Assert.Equal(JobState.Cancelled, await harness.StateAsync(id));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_job_whose_results_are_published_completes_in_spite_of_a_cancel()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Publish = async input =>
        {
            await harness.CancelAsync(input.JobId);
            return new PublishOutcome(Files: []);
        };
        var id = await harness.SubmitAsync(harness.Request());
        await harness.EndAsync(id);
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        await harness.AssertNothingHeldAsync();
    }

    /// <summary>Whose other job has to be in the way.</summary>
    private static string? BlockerAt(string at) => at switch
    {
        "queued-user" => "ada",
        "queued-gpu" or "queued-again" => "bob",
        _ => null,
    };
}
