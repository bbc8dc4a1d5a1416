using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using TransVox.Api.Dispatch;

namespace TransVox.Api.Identity;

/// <summary>Keys in blob storage, one blob each: <c>keys/{id}.json</c> in the system container.</summary>
internal sealed class BlobApiKeyStore(BlobContainerClient container, ILogger<BlobApiKeyStore> logger) : IApiKeyStore
{
    private const string Folder = "keys/";

    public async Task<ApiKeyRecord?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await Blob(keyId).DownloadContentAsync(cancellationToken);
            return Read(keyId, blob.Value.Content);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task AddAsync(ApiKeyRecord record, CancellationToken cancellationToken)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(record, ApiJson.Write));
        await Blob(record.KeyId).UploadAsync(
            content,
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } },
            cancellationToken);
    }

    public async Task<bool> RemoveAsync(string keyId, CancellationToken cancellationToken) =>
        await Blob(keyId).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    public async Task<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var records = new List<ApiKeyRecord>();
        try
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Folder, cancellationToken))
            {
                var id = blob.Name[Folder.Length..^(blob.Name.EndsWith(".json", StringComparison.Ordinal) ? 5 : 0)];
                if (ApiKeyText.IsId(id) && await FindAsync(id, cancellationToken) is { } record)
                    records.Add(record);
            }
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return [];
        }

        return [.. records.OrderBy(r => r.CreatedAt)];
    }

    private ApiKeyRecord? Read(string keyId, BinaryData content)
    {
        try
        {
            var record = JsonSerializer.Deserialize<ApiKeyRecord>(content, ApiJson.Write);
            // A record copied under another id would let one secret open two keys.
            return record?.KeyId == keyId ? record : null;
        }
        catch (JsonException e)
        {
            ApiLog.KeyUnreadable(logger, e, keyId);
            return null;
        }
    }

    private BlobClient Blob(string keyId) =>
        ApiKeyText.IsId(keyId) ? container.GetBlobClient($"{Folder}{keyId}.json") : throw new ArgumentException("Not a key id.", nameof(keyId));
}
