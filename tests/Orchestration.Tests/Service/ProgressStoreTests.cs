using Azure.Core;
using TransVox.Orchestration.Activities;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Starts of stages on several instances.</summary>
public sealed class ProgressStoreTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(false, 1, 2)]
    [InlineData(true, 0, 0)]
    public async Task An_instance_that_has_run_the_stage_before_does_not_read_what_it_wrote_itself(bool isSingle, int readsAtFirst, int readsInAll)
    {
        await using var harness = await StartAsync(azurite);
        var reads = 0;
        var store = new BlobProgressStore(
            harness.AreasAround((message, send) =>
            {
                reads += message.Request.Method == RequestMethod.Get ? 1 : 0;
                return send();
            }),
            new ServiceInstances(isSingle));
        for (var stage = Stage.Probe; stage <= Stage.Separate; stage++)
        {
            Assert.Equal(1, (await harness.NoteStartAsync("ada.x", stage, store)).Starts);
            store.Leave("ada.x");
        }

        Assert.Equal(readsAtFirst, reads);
        // Nothing runs here now: unless there is no other instance, what it shows may be another's.
        Assert.Equal(Stage.Separate, (await store.ReadAsync("ada.x", CancellationToken.None))!.Stage);
        Assert.Equal(readsInAll, reads);
        // As after a crash.
        Assert.Equal(2, (await harness.NoteStartAsync("ada.x", Stage.Separate, new BlobProgressStore(harness.Areas, new ServiceInstances(isSingle)))).Starts);
    }

    [Fact]
    public async Task A_start_on_another_instance_in_between_counts()
    {
        await using var harness = await StartAsync(azurite);
        var (here, there) = (new BlobProgressStore(harness.Areas, OneOfSeveral), new BlobProgressStore(harness.Areas, OneOfSeveral));
        foreach (var (store, starts) in new[] { (here, 1), (there, 2), (here, 3) })
        {
            Assert.Equal(starts, (await harness.NoteStartAsync("ada.x", Stage.Transcribe, store)).Starts);
            store.Leave("ada.x");
        }

        // Also one that was noted as ended there.
        var last = (await here.ReadAsync("ada.x", CancellationToken.None))!;
        await there.EndAsync("ada.x", last, CancellationToken.None);
        Assert.Equal(1, (await harness.NoteStartAsync("ada.x", Stage.Transcribe, here)).Starts);
        await here.ClearAsync("ada.x", CancellationToken.None);
        Assert.Equal(1, (await harness.NoteStartAsync("ada.x", Stage.Transcribe, there)).Starts);
    }
}
