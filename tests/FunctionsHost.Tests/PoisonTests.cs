using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace TransVox.Conformance;

/// <summary>What the blob trigger gave up comes by a queue.</summary>
public sealed class PoisonTests(ServiceFixture service) : ConformanceTest(service)
{
    [Fact]
    public async Task An_upload_that_the_trigger_gave_up_is_recorded()
    {
        var queue = new QueueClient(Service.ConnectionString, "webjobs-blobtrigger-poison", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateIfNotExistsAsync();
        var blob = Plan().Id + ".mp4";

        await queue.SendMessageAsync($$"""{"Type":"BlobTrigger","ContainerName":"input","BlobName":"{{blob}}"}""");

        var system = Service.Storage.GetBlobContainerClient("system");
        await Eventually.IsTrueAsync("the record is there", async () =>
        {
            await foreach (var item in system.GetBlobsAsync(BlobTraits.None, BlobStates.None, "poison/", CancellationToken.None))
            {
                var record = await system.GetBlobClient(item.Name).DownloadContentAsync();
                if (record.Value.Content.ToString().Contains($"input/{blob}", StringComparison.Ordinal))
                    return true;
            }

            return false;
        });
        Assert.Empty((await queue.PeekMessagesAsync()).Value);
    }
}
