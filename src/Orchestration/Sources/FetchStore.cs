using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Sources;

/// <summary>Addresses of videos that are to be fetched, by job.</summary>
public sealed class FetchStore(BlobAreas areas, TimeProvider time)
{
    private readonly JsonBlobs _json = new(areas.System);

    /// <summary>Keeps a job's address until the video is there.</summary>
    public Task CreateAsync(string jobId, string address, CancellationToken cancellationToken) =>
        _json.WriteAsync(BlobPaths.Fetch(jobId), new FetchState(address), cancellationToken);

    /// <summary>Gives a job the address of another.</summary>
    /// <exception cref="RequestException"><c>conflict</c>: it is not kept any more.</exception>
    public async Task CopyAsync(string fromJobId, string jobId, CancellationToken cancellationToken)
    {
        var state = await _json.ReadAsync<FetchState>(BlobPaths.Fetch(fromJobId), cancellationToken)
            ?? throw new RequestException(ErrorCodes.Conflict, "The address of this job is not kept any more. Submit it again.");
        await CreateAsync(jobId, state.Value.Address, cancellationToken);
    }

    public Task RemoveAsync(string jobId, CancellationToken cancellationToken) =>
        _json.DeleteAsync(BlobPaths.Fetch(jobId), null, cancellationToken);

    /// <summary>Removes what was staged of a video that nobody will commit.</summary>
    public async Task DiscardAsync(string path, CancellationToken cancellationToken)
    {
        var blob = areas.Input.GetBlockBlobClient(path);
        try
        {
            // Staged blocks go when a list without them is committed.
            await blob.CommitBlockListAsync([], new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // Committed, or emptied by an earlier try.
        }

        await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    /// <summary>Notes the first request, and says how far earlier ones came; null when the address is not kept any more.</summary>
    internal Task<FetchState?> BeginAsync(string jobId, CancellationToken cancellationToken) => _json.UpdateAsync<FetchState>(
        BlobPaths.Fetch(jobId), state => state is { StartedAt: null } ? state with { StartedAt = time.GetUtcNow() } : null, cancellationToken);

    /// <summary>Begins a version from its first byte. No two attempts, not even at once, get the same number.</summary>
    internal async Task<FetchState> BeginVersionAsync(string jobId, string? validator, long? length, CancellationToken cancellationToken) =>
        await _json.UpdateAsync<FetchState>(
            BlobPaths.Fetch(jobId),
            state => state is null ? null : state with { Version = state.Version + 1, Validator = validator, Length = length },
            cancellationToken)
        ?? throw new FetchException(ErrorCodes.Conflict, "The job was deleted while its video was fetched.");
}
