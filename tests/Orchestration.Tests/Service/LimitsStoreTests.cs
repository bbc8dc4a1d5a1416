using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Storage;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class LimitsStoreTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_rush_of_callers_costs_one_read_and_a_second_later_one_more()
    {
        var requests = new RequestCount();
        var options = new BlobClientOptions();
        options.AddPolicy(requests, HttpPipelinePosition.PerRetry);
        var areas = new BlobAreas(
            new BlobServiceClient(azurite.ConnectionString, options), new StorageOptions { SystemContainer = $"system-{Guid.CreateVersion7():n}" });
        await areas.System.CreateAsync();
        var time = new FakeTimeProvider();
        using var store = new BlobLimitsStore(areas, Options.Create(new TransVoxOptions()), time);
        await store.ChangeAsync("root", "limits", "", limits => limits with { MaxQueueSize = 7 }, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(2));

        var before = requests.Count;
        var seen = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => store.GetAsync(CancellationToken.None))));
        Assert.All(seen, limits => Assert.Equal(7, limits.MaxQueueSize));
        Assert.Equal(1, requests.Count - before);

        time.Advance(TimeSpan.FromSeconds(2));
        await store.GetAsync(CancellationToken.None);
        Assert.Equal(2, requests.Count - before);
    }

    private sealed class RequestCount : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => _count;

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }
}
