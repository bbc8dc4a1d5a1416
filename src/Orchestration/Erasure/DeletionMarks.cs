using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Erasure;

/// <summary>The marks of deleted jobs.</summary>
public sealed class DeletionMarks(BlobAreas areas)
{
    private readonly JsonBlobs _json = new(areas.System);

    /// <summary>Marks a job; false when it was marked before.</summary>
    public async Task<bool> AddAsync(string jobId, DeletionMark mark, CancellationToken cancellationToken) =>
        await _json.TryWriteAsync(BlobPaths.Deleted(jobId), mark, null, cancellationToken) is not null;

    public async Task<bool> ContainsAsync(string jobId, CancellationToken cancellationToken) =>
        await areas.System.GetBlobClient(BlobPaths.Deleted(jobId)).ExistsAsync(cancellationToken);

    public async Task<DeletionMark?> FindAsync(string jobId, CancellationToken cancellationToken) =>
        (await _json.ReadAsync<DeletionMark>(BlobPaths.Deleted(jobId), cancellationToken))?.Value;

    /// <summary>Ids of the deleted jobs of a user, or of all.</summary>
    public async Task<IReadOnlySet<string>> ListAsync(string? userId, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var prefix = BlobPaths.DeletedPrefix + (userId is null ? "" : JobIds.PrefixOf(userId));
        await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
            ids.Add(Path.GetFileNameWithoutExtension(blob.Name));
        return ids;
    }

    /// <summary>Nothing is left but a video that another job needs.</summary>
    public async Task KeepAsync(string jobId, DateTimeOffset erased, CancellationToken cancellationToken) =>
        await _json.UpdateAsync<DeletionMark>(BlobPaths.Deleted(jobId), mark => mark is null ? null : mark with { Erased = erased }, cancellationToken);

    /// <summary>Nothing is left at all.</summary>
    public Task RemoveAsync(string jobId, CancellationToken cancellationToken) => _json.DeleteAsync(BlobPaths.Deleted(jobId), null, cancellationToken);
}
