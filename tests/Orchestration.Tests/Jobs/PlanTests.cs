using System.Collections.Concurrent;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>Jobs that run some of the stages only, and wait for what these need.</summary>
public abstract class PlanTests(IDurableRuntime runtime)
{
    [Fact]
    public async Task Text_alone_runs_no_stage_of_speech_and_takes_four_operations()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        PublishInput? published = null;
        harness.Publish = input =>
        {
            published = input;
            return Task.FromResult(new PublishOutcome(Files: []));
        };
        var request = harness.Request(change: r => Only(r with { Options = r.Options with { Output = OutputKind.Subtitles } }, Stage.Probe, Stage.Extract, Stage.Separate, Stage.Transcribe, Stage.Translate));
        var id = await harness.SubmitAndSettleAsync(request);

        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal(
            [.. EngineStages.All.Where(stage => stage <= Stage.Translate).Select(ActivityNames.Of), ActivityNames.Publish, ActivityNames.Finish],
            harness.Started.Select(s => s.Activity));
        Assert.Equal(4, harness.OperationsOf(id));
        Assert.Equal(OutputKind.Subtitles, published!.Options!.Output);
        Assert.Equal([StageState.Completed, StageState.Skipped], harness.Records[id].Status.Stages.Select(s => s.State).Distinct());
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_job_that_needs_no_gpu_waits_for_none_and_gives_its_place_back_as_it_starts()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var frees = new ConcurrentDictionary<Stage, bool>();
        harness.Stage = i =>
        {
            if (i.UserId == "ada")
                frees[i.Stage] = i.FreesPlace;
            return i.UserId == "bob" && i.Stage == Stage.Separate ? Scripted.Never() : null;
        };
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => Only(r, Stage.Probe, Stage.Translate)));

        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal(2, harness.OperationsOf(id));
        Assert.Equal((false, true), (frees[Stage.Probe], frees[Stage.Translate]));
        Assert.NotNull((await harness.StatusAsync(id)).StartedAt);
        Assert.Equal(0, (await harness.StatusAsync(id)).GpuSeconds);
    }

    [Fact]
    public async Task A_job_that_only_publishes_waits_for_nothing_at_all()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Separate ? Scripted.Never() : null;
        await harness.SubmitAndSettleAsync(harness.Request());
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => Only(r, Stage.Probe)));
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal(0, harness.OperationsOf(id));
    }

    [Fact]
    public async Task A_translation_on_the_gpu_waits_for_it_although_nothing_is_recognized()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var bob = new TaskCompletionSource<StageOutcome>();
        string? ticket = null;
        harness.Stage = i =>
        {
            ticket = i.Stage == Stage.Translate && i.UserId == "ada" ? i.Ticket : ticket;
            return i.UserId == "bob" && i.Stage == Stage.Separate ? bob.Task : null;
        };
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => Only(
            r with { Plan = [.. r.Plan.Select(p => p.Stage == Stage.Translate ? p with { UsesGpu = true } : p)] }, Stage.Probe, Stage.Translate)));
        Assert.Equal(JobState.QueuedGpu, await harness.StateAsync(id));

        bob.SetResult(new StageOutcome());
        await harness.EndAsync(id);
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal(4, harness.OperationsOf(id));
        Assert.Equal($"{id}:gpu:1", ticket);
        await harness.SettleAsync();
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Approved_text_needs_no_slot_to_be_published()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true, change: r => Only(r, Stage.Probe, Stage.Extract, Stage.Separate, Stage.Transcribe, Stage.Translate)));
        Assert.Equal(JobState.AwaitingReview, await harness.StateAsync(id));
        harness.Stage = i => i.Stage == Stage.Separate ? Scripted.Never() : null;
        await harness.SubmitAndSettleAsync(harness.Request());

        var edited = new ArtifactRef("ada/provided/x/translation.json", "x", 1);
        await harness.ApproveAsync(id, edited);
        await harness.EndAsync(id);
        Assert.Equal(JobState.Completed, await harness.StateAsync(id));
        Assert.Equal(edited, harness.Records[id].Artifacts[Artifacts.Translation]);
        Assert.Equal(4, harness.OperationsOf(id));
    }

    [Fact]
    public async Task Results_of_text_that_cannot_be_published_fail_at_the_last_stage_that_ran()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Publish = _ => Task.FromResult(new PublishOutcome(new ActivityError(ErrorCodes.Internal, "No.", Retryability.Never)));
        var id = await harness.SubmitAndSettleAsync(harness.Request(change: r => Only(r, Stage.Probe, Stage.Translate)));
        var status = await harness.StatusAsync(id);
        Assert.Equal((JobState.Failed, Stage.Translate.ToWire()), (status.State, status.Error!.Stage!.Value));
        await harness.AssertNothingHeldAsync();
    }

    private static JobRequest Only(JobRequest request, params Stage[] stages) =>
        request with { Plan = [.. request.Plan.Select(p => p with { Skip = !stages.Contains(p.Stage) })] };
}
