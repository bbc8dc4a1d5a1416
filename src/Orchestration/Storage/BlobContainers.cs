using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace TransVox.Orchestration.Storage;

/// <summary>What is done with many blobs at once.</summary>
public static class BlobContainers
{
    /// <summary>Deletes every blob whose name begins so.</summary>
    public static async Task DeleteAllAsync(this BlobContainerClient container, string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }
}
