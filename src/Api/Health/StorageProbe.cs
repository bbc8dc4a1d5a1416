using Azure.Storage.Blobs;
using TransVox.Orchestration.Health;

namespace TransVox.Api.Health;

/// <summary>Blob storage answers.</summary>
internal sealed class StorageProbe(BlobContainerClient container) : IHealthProbe
{
    public string Name => "storage";

    public async Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        await container.ExistsAsync(cancellationToken);
        return HealthFinding.Good;
    }
}
