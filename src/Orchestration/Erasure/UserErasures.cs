using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Erasure;

/// <summary>The marks of users who are being erased: <c>erasing/{userId}.json</c> in the system container.</summary>
public sealed class UserErasures(BlobAreas areas)
{
    private readonly JsonBlobs _json = new(areas.System);

    /// <summary>Marks a user; false when that was done before.</summary>
    public async Task<bool> AddAsync(UserErasure erasure, CancellationToken cancellationToken) =>
        await _json.TryWriteAsync(BlobPaths.Erasing(erasure.UserId), erasure, null, cancellationToken) is not null;

    public async Task<UserErasure?> FindAsync(string userId, CancellationToken cancellationToken) =>
        (await _json.ReadAsync<UserErasure>(BlobPaths.Erasing(userId), cancellationToken))?.Value;

    public async Task<bool> ContainsAsync(string userId, CancellationToken cancellationToken) =>
        await areas.System.GetBlobClient(BlobPaths.Erasing(userId)).ExistsAsync(cancellationToken);

    public async Task<IReadOnlyList<UserErasure>> ListAsync(CancellationToken cancellationToken)
    {
        var erasures = new List<UserErasure>();
        await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, BlobPaths.ErasingPrefix, cancellationToken))
        {
            if (await _json.ReadAsync<UserErasure>(blob.Name, cancellationToken) is { } erasure)
                erasures.Add(erasure.Value);
        }

        return erasures;
    }

    public Task RemoveAsync(string userId, CancellationToken cancellationToken) => _json.DeleteAsync(BlobPaths.Erasing(userId), null, cancellationToken);
}
