using Azure.Core;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
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

    [Fact]
    public async Task A_stage_gives_its_slot_back_before_its_results_go_up_and_the_next_begins_ahead_only_in_one_that_is_free()
    {
        await using var harness = await StartAsync(azurite, isSingle: true, ("concurrency:media_stages", "1"));
        var media = harness.Get<MediaSlots>();
        Task<IDisposable>? others = null;
        harness.Runner.Before = (_, _) =>
        {
            others ??= media.TakeAsync(Stage.Mux, CancellationToken.None);
            return Task.CompletedTask;
        };
        var areas = harness.AreasAround(async (message, send) =>
        {
            if (message.Request.Method == RequestMethod.Put)
                await others!.WaitAsync(TimeSpan.FromSeconds(30));
            await send();
        });
        var executor = new StageExecutor(harness.Get<StageServices>() with { Work = new WorkStore(areas, harness.Get<ArtifactCache>()) });
        var blob = harness.Areas.Input.GetBlobClient("ada/a.mp4");
        var version = (await blob.UploadAsync(Video())).Value.ETag.ToString();
        var input = new StageInput(
            "ada.x", "ada", Stage.Probe, new DubbingOptions { TargetLanguage = "es" }, new SourceRef("ada/a.mp4", version, 7),
            new Dictionary<string, ArtifactRef>(), 1 << 20, 600, Next: Stage.Extract);

        var first = await executor.RunAsync(input, CancellationToken.None);
        Assert.Null(first.Error);
        Assert.Equal([Stage.Probe], harness.Runner.Ran);

        (await others!).Dispose();
        var next = input with { Stage = Stage.Extract, Next = null, Artifacts = first.Artifacts!, Source = input.Source with { Sha256 = first.SourceSha256 } };
        Assert.Null((await executor.RunAsync(next, CancellationToken.None)).Error);
        using var free = media.TryTake();
        Assert.NotNull(free);
        Assert.Null(media.TryTake());
    }
}
