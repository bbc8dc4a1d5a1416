using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Services;

/// <summary>Signs upload links: with the account key when the service has it, else with a user delegation key of its identity.</summary>
public sealed class UploadLinks(BlobAreas areas, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(6);
    private readonly SemaphoreSlim _lock = new(1, 1);
    private UserDelegationKey? _key;

    /// <summary>A link that can create and write this one blob, and nothing else.</summary>
    public async Task<Uri> CreateAsync(BlockBlobClient blob, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var sas = new BlobSasBuilder(BlobSasPermissions.Create | BlobSasPermissions.Write, expiresAt)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = time.GetUtcNow() - ClockSkew,
        };
        if (blob.CanGenerateSasUri)
            return blob.GenerateSasUri(sas);
        var key = await DelegationKeyAsync(expiresAt, cancellationToken);
        return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, areas.Service.AccountName) }.ToUri();
    }

    public void Dispose() => _lock.Dispose();

    private async Task<UserDelegationKey> DelegationKeyAsync(DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            if (_key is null || _key.SignedExpiresOn < expiresAt)
            {
                var now = time.GetUtcNow();
                var ends = expiresAt > now + KeyLife ? expiresAt : now + KeyLife;
                _key = await areas.Service.GetUserDelegationKeyAsync(now - ClockSkew, ends, cancellationToken);
            }

            return _key;
        }
        finally
        {
            _lock.Release();
        }
    }
}
