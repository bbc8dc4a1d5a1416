using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace TransVox.Orchestration.Storage;

/// <summary>Small JSON documents as blobs, with optimistic concurrency.</summary>
public sealed class JsonBlobs(BlobContainerClient container)
{
    /// <summary>The document and its version, or null when there is none.</summary>
    public async Task<Versioned<T>?> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await container.GetBlobClient(path).DownloadContentAsync(cancellationToken);
            var value = JsonSerializer.Deserialize<T>(blob.Value.Content.ToMemory().Span, DurableJson.Options)
                ?? throw new JsonException($"Blob '{path}' holds null.");
            return new Versioned<T>(value, blob.Value.Details.ETag, blob.Value.Details.LastModified);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Writes whatever was there before.</summary>
    public async Task<ETag> WriteAsync<T>(string path, T value, CancellationToken cancellationToken) =>
        await UploadAsync(path, JsonSerializer.SerializeToUtf8Bytes(value, DurableJson.Options), null, cancellationToken);

    /// <summary>Writes if the version is still the one that was read; null: if there is none yet.</summary>
    /// <returns>The new version, or null when somebody else was faster.</returns>
    public async Task<ETag?> TryWriteAsync<T>(string path, T value, ETag? version, CancellationToken cancellationToken)
    {
        var conditions = version is { } etag ? new BlobRequestConditions { IfMatch = etag } : new BlobRequestConditions { IfNoneMatch = ETag.All };
        var content = JsonSerializer.SerializeToUtf8Bytes(value, DurableJson.Options);
        try
        {
            return await UploadAsync(path, content, conditions, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return await FindOwnAsync(path, content, cancellationToken);
        }
    }

    /// <summary>Deletes; with a version only if it is still that one. Returns whether there was something to delete.</summary>
    public async Task<bool> DeleteAsync(string path, ETag? version, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = version is { } etag ? new BlobRequestConditions { IfMatch = etag } : null;
            return await container.GetBlobClient(path).DeleteIfExistsAsync(conditions: conditions, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    /// <summary>Reads, changes and writes until no one interferes.</summary>
    /// <param name="path">Of the document.</param>
    /// <param name="change">From the current document (null: none) to the new one; null leaves it as it is. May run several times.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public async Task<T?> UpdateAsync<T>(string path, Func<T?, T?> change, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var current = await ReadAsync<T>(path, cancellationToken);
            var next = change(current?.Value);
            if (next is null)
                return current?.Value;
            if (await TryWriteAsync(path, next, current?.ETag, cancellationToken) is not null)
                return next;
        }
    }

    /// <summary>The client library sends a request again when its answer was lost, and then meets what it wrote itself.</summary>
    private async Task<ETag?> FindOwnAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            var there = (await container.GetBlobClient(path).DownloadContentAsync(cancellationToken)).Value;
            return there.Content.ToMemory().Span.SequenceEqual(content) ? there.Details.ETag : null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private async Task<ETag> UploadAsync(string path, byte[] content, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
        };
        var answer = await container.GetBlobClient(path).UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
        return answer.Value.ETag;
    }
}
