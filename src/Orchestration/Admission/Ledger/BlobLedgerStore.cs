using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>The ledger's document as a blob; versions are ETags.</summary>
public sealed class BlobLedgerStore(BlobContainerClient container, ServiceInstances instances) : ILedgerStore
{
    private readonly BlobClient _blob = container.GetBlobClient("admission.json");

    public async Task<LedgerDocument> ReadAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        // Nobody else writes.
        if (knownVersion is not null && instances.IsSingle)
            return new LedgerDocument(knownVersion, null);
        try
        {
            var conditions = knownVersion is null ? null : new BlobRequestConditions { IfNoneMatch = new ETag(knownVersion) };
            var answer = await _blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = conditions }, cancellationToken);
            if (answer.GetRawResponse().Status == 304)
                return new LedgerDocument(knownVersion, null);
            return new LedgerDocument(answer.Value.Details.ETag.ToString(), answer.Value.Content.ToMemory());
        }
        catch (RequestFailedException e) when (e.Status == 304)
        {
            return new LedgerDocument(knownVersion, null);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return new LedgerDocument(null, null);
        }
    }

    public async Task<string?> TryWriteAsync(ReadOnlyMemory<byte> content, string? version, CancellationToken cancellationToken)
    {
        var conditions = version is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(version) };
        var options = new BlobUploadOptions { Conditions = conditions, HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } };
        try
        {
            var answer = await _blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
            return answer.Value.ETag.ToString();
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return null;
        }
    }

    public bool IsTransient(Exception exception) => StorageFailures.IsTransient(exception);
}
