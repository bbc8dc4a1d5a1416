using Azure;
using Azure.Core;
using TransVox.Orchestration.Activities;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Looks for the marker of a stop.</summary>
public sealed class StopSignalsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Job = "ada.x";
    private static readonly ServiceInstances Single = new(IsSingle: true);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task A_single_instance_looks_once_and_one_of_several_each_time(bool isSingle, int looks)
    {
        await using var harness = await StartAsync(azurite);
        var looked = 0;
        var signals = Signals(harness, new ServiceInstances(isSingle), (message, send) =>
        {
            looked += message.Request.Method == RequestMethod.Head ? 1 : 0;
            return send();
        });

        for (var i = 0; i < 3; i++)
            Assert.False(await signals.IsRequestedAsync(Job, CancellationToken.None));

        Assert.Equal(looks, looked);
        await signals.RequestAsync(Job, "test", CancellationToken.None);
        Assert.True(await signals.IsRequestedAsync(Job, CancellationToken.None));
        Assert.False(await signals.IsRequestedAsync("ada.y", CancellationToken.None));
        // As after a restart.
        Assert.True(await Signals(harness, Single, (_, send) => send()).IsRequestedAsync(Job, CancellationToken.None));
    }

    [Fact]
    public async Task A_stop_that_is_asked_for_during_the_look_is_seen_at_the_next()
    {
        await using var harness = await StartAsync(azurite);
        StopSignals? signals = null;
        signals = Signals(harness, Single, async (message, send) =>
        {
            await send();
            if (message.Request.Method == RequestMethod.Head)
                await signals!.RequestAsync(Job, "test", CancellationToken.None);
        });

        Assert.False(await signals.IsRequestedAsync(Job, CancellationToken.None));

        Assert.True(await signals.IsRequestedAsync(Job, CancellationToken.None));
    }

    [Fact]
    public async Task A_stop_is_seen_though_its_marker_came_to_be_after_its_request_had_failed()
    {
        await using var harness = await StartAsync(azurite);
        var signals = Signals(harness, Single, (message, send) =>
            message.Request.Method == RequestMethod.Put ? throw new RequestFailedException(403, "It is still on its way.") : send());
        Assert.False(await signals.IsRequestedAsync(Job, CancellationToken.None));
        await Assert.ThrowsAsync<RequestFailedException>(() => signals.RequestAsync(Job, "test", CancellationToken.None));
        Assert.False(await signals.IsRequestedAsync(Job, CancellationToken.None));

        await Signals(harness, OneOfSeveral, (_, send) => send()).RequestAsync(Job, "test", CancellationToken.None);

        Assert.True(await signals.IsRequestedAsync(Job, CancellationToken.None));
    }

    private static StopSignals Signals(ServiceHarness harness, ServiceInstances instances, Func<HttpMessage, Func<Task>, Task> around) =>
        new(harness.AreasAround(around), harness.Get<StagesAhead>(), instances, harness.Clock);
}
