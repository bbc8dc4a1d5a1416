using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Storage;

/// <summary>Results of stages in blob storage, found by what went into them.</summary>
public sealed class WorkStore(BlobAreas areas, ArtifactCache cache)
{
    private const int MostAtHand = 500;
    private readonly JsonBlobs _json = new(areas.Work);
    private readonly ConcurrentDictionary<string, StageManifest> _atHand = new();

    /// <summary>The committed results under a key, or null.</summary>
    public async Task<StageManifest?> FindAsync(string userId, string key, CancellationToken cancellationToken)
    {
        var path = BlobPaths.Manifest(userId, key);
        var found = (await _json.ReadAsync<StageManifest>(path, cancellationToken))?.Value;
        if (found is not null)
            Remember(path, found);
        return found;
    }

    /// <summary>What a stage of an ending job left, as this instance saw it last; read only if it did not.</summary>
    /// <param name="path">Of the manifest.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<StageManifest?> RecallAsync(string path, CancellationToken cancellationToken) =>
        _atHand.TryRemove(path, out var manifest) ? manifest : (await _json.ReadAsync<StageManifest>(path, cancellationToken))?.Value;

    /// <summary>Uploads a file of one run; nobody sees it before <see cref="CommitAsync"/>.</summary>
    public async Task UploadAsync(string userId, string key, string attempt, string name, string file, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = ContentTypes.Of(name) } };
        await areas.Work.GetBlobClient(BlobPaths.StageFile(userId, key, attempt, name)).UploadAsync(file, options, cancellationToken);
    }

    /// <summary>What the upload of a file leaves. From now on this machine has it in its cache.</summary>
    public async Task<ArtifactRef> CacheAsync(string userId, string key, string attempt, string name, string file, CancellationToken cancellationToken)
    {
        var sha256 = await HashedFile.HashAsync(file, cancellationToken);
        cache.Add(sha256, file);
        return new ArtifactRef(BlobPaths.StageFile(userId, key, attempt, name), sha256, new FileInfo(file).Length);
    }

    /// <summary>Stores a small artifact that comes with a request.</summary>
    public async Task<ArtifactRef> AddProvidedAsync(string userId, string name, byte[] content, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        var path = BlobPaths.Provided(userId, sha256, name);
        await areas.Work.GetBlobClient(path).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellationToken);
        return new ArtifactRef(path, sha256, content.Length);
    }

    /// <summary>The cues of an artifact.</summary>
    public async Task<Transcript> ReadTranscriptAsync(ArtifactRef artifact, CancellationToken cancellationToken)
    {
        var blob = await areas.Work.GetBlobClient(artifact.Blob).DownloadContentAsync(cancellationToken);
        return JsonSerializer.Deserialize<Transcript>(blob.Value.Content.ToMemory().Span, PipelineJson.Options)
            ?? throw new JsonException($"Blob '{artifact.Blob}' holds null.");
    }

    /// <summary>Makes results visible, unless somebody else did: then theirs count.</summary>
    /// <returns>The manifest that stands.</returns>
    public async Task<StageManifest> CommitAsync(string userId, string key, string attempt, StageManifest manifest, CancellationToken cancellationToken)
    {
        var path = BlobPaths.Manifest(userId, key);
        if (await _json.TryWriteAsync(path, manifest, null, cancellationToken) is not null)
        {
            Remember(path, manifest);
            return manifest;
        }

        var standing = await FindAsync(userId, key, cancellationToken);
        if (standing is null)
            throw new RequestFailedException(409, $"The results of {manifest.Stage} were removed while they were committed.");

        // After a lost answer the manifest that stands is our own: then its files must stay.
        if (!standing.Artifacts.Values.Any(a => a.Blob.Contains($"/{attempt}/", StringComparison.Ordinal)))
            await DiscardAsync(userId, key, attempt, cancellationToken);
        return standing;
    }

    /// <summary>Takes back a commit whose files are gone.</summary>
    public async Task ForgetAsync(string userId, string key, CancellationToken cancellationToken) =>
        await _json.DeleteAsync(BlobPaths.Manifest(userId, key), null, cancellationToken);

    /// <summary>Removes the files of a run that was not committed.</summary>
    public Task DiscardAsync(string userId, string key, string attempt, CancellationToken cancellationToken) =>
        areas.Work.DeleteAllAsync(BlobPaths.StageFile(userId, key, attempt, ""), cancellationToken);

    /// <summary>Results that are used again are kept as long as new ones: whoever uses them may wait for days.</summary>
    public async Task TouchAsync(string userId, string key, StageManifest manifest, CancellationToken cancellationToken)
    {
        var mark = new Dictionary<string, string> { ["touched"] = "1" };
        foreach (var artifact in manifest.Artifacts.Values)
            await areas.Work.GetBlobClient(artifact.Blob).SetMetadataAsync(mark, cancellationToken: cancellationToken);
        await areas.Work.GetBlobClient(BlobPaths.Manifest(userId, key)).SetMetadataAsync(mark, cancellationToken: cancellationToken);
    }

    /// <summary>Puts the content of an artifact at <paramref name="target"/>: a link from the cache, or a checked download.</summary>
    /// <exception cref="RequestFailedException">404: it is not kept any more.</exception>
    public async Task FetchAsync(ArtifactRef artifact, string target, CancellationToken cancellationToken)
    {
        if (cache.TryLink(artifact.Sha256, target))
            return;
        using var download = (await areas.Work.GetBlobClient(artifact.Blob).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
        var (sha256, _) = await HashedFile.SaveAsync(download.Content, target, cancellationToken);
        if (sha256 != artifact.Sha256)
        {
            File.Delete(target);
            throw new IOException($"Blob '{artifact.Blob}' does not have the content that was stored.");
        }

        cache.Add(sha256, target);
    }

    private void Remember(string path, StageManifest manifest)
    {
        // Those of jobs that end elsewhere are asked for by nobody.
        if (_atHand.Count >= MostAtHand)
            _atHand.Clear();
        _atHand[path] = manifest;
    }
}
