using Azure.Storage.Blobs;
using TransVox.Orchestration.Configuration;

namespace TransVox.Orchestration.Storage;

/// <summary>The four containers.</summary>
public sealed class BlobAreas(BlobServiceClient service, StorageOptions options)
{
    public BlobServiceClient Service { get; } = service;

    /// <summary>What users upload.</summary>
    public BlobContainerClient Input { get; } = service.GetBlobContainerClient(options.InputContainer);

    /// <summary>What users get.</summary>
    public BlobContainerClient Output { get; } = service.GetBlobContainerClient(options.OutputContainer);

    /// <summary>What stages hand to each other.</summary>
    public BlobContainerClient Work { get; } = service.GetBlobContainerClient(options.WorkContainer);

    /// <summary>Limits, markers, records of the service itself.</summary>
    public BlobContainerClient System { get; } = service.GetBlobContainerClient(options.SystemContainer);

    /// <summary>Creates the containers that are missing.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var container in new[] { Input, Output, Work, System })
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }
}
