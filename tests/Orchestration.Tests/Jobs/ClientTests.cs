using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Tests.Runtimes;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>What <see cref="DurableClients"/> makes the same on every runtime.</summary>
public abstract class ClientTests(IDurableRuntime runtime)
{
    [Fact]
    public async Task An_id_is_used_once_running_or_ended()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var request = harness.Request(review: true);
        var id = await harness.SubmitAndSettleAsync(request);
        Assert.False(await harness.Client.StartOnceAsync(DubbingOrchestrator.OrchestratorName, request with { FileName = "other" }, id, default));

        await harness.ApproveAsync(id);
        await harness.EndAsync(id);
        Assert.False(await harness.Client.StartOnceAsync(DubbingOrchestrator.OrchestratorName, request with { FileName = "other" }, id, default));
        var instance = await harness.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.Equal((JobState.Completed, "talk.mp4"), (instance!.ReadOutputAs<JobStatus>()!.State, instance.ReadInputAs<JobRequest>()!.FileName));
    }

    [Fact]
    public async Task What_has_not_ended_is_not_purged()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var id = await harness.SubmitAndSettleAsync(harness.Request(review: true));
        Assert.False(await harness.Client.PurgeEndedAsync(id, default));
        Assert.Equal(JobState.AwaitingReview, await harness.StateAsync(id));

        await harness.Client.TerminateInstanceAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await harness.EndAsync(id)).RuntimeStatus);
        Assert.True(await harness.Client.PurgeEndedAsync(id, default));
        Assert.Null(await harness.Client.GetInstanceAsync(id));
        Assert.False(await harness.Client.PurgeEndedAsync(id, default));
    }

    [Fact]
    public async Task A_page_holds_no_entities_and_the_newest_first()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add(await harness.SubmitAndSettleAsync(harness.Request(review: i == 1)));
        ids.Reverse();

        var page = await harness.Client.ReadPageAsync(new OrchestrationQuery(), default);
        Assert.Equal(ids, page.Values.Select(instance => instance.InstanceId));
        Assert.Null(page.ContinuationToken);
        var running = await harness.Client.ReadPageAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running]), default);
        Assert.Equal([ids[1]], running.Values.Select(instance => instance.InstanceId));
    }

    [Fact]
    public async Task An_entity_that_nobody_called_has_no_state()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        Assert.Null(await harness.UserAsync("nobody"));
        Assert.Null(await harness.PoolAsync("nowhere"));
    }
}
