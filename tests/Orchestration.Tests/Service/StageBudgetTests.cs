using TransVox.Orchestration.Activities;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

public sealed class StageBudgetTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_stage_of_a_media_program_waits_for_its_turn_and_a_job_is_cancelled_while_it_does()
    {
        await using var harness = await StartAsync(azurite, ("concurrency:media_stages", "1"));
        var slots = harness.Get<MediaSlots>();
        var taken = await slots.TakeAsync(Stage.Mux, CancellationToken.None);
        var (first, second) = (await harness.SubmitAsync(), await harness.SubmitAsync(Bob, content: "another video"));
        harness.Open();
        await Eventually.IsTrueAsync("both wait", () => slots.Waiting == 2);
        Assert.Empty(harness.Runner.Ran);
        // Neither has begun: a host that dies now is not counted against them.
        Assert.Null(await harness.Get<IProgressStore>().ReadAsync(first.Id, CancellationToken.None));

        await harness.Jobs.CancelAsync(Bob, second.Id, CancellationToken.None);
        await harness.EndAsync(second.Id);
        Assert.Equal(JobState.Cancelled, (await harness.GetAsync(second.Id)).State);

        taken.Dispose();
        await harness.EndAsync(first.Id);
        Assert.Equal(JobState.Completed, (await harness.GetAsync(first.Id)).State);
    }
}
