using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Erasure;

/// <summary>
/// Removes a deleted job: results, video, work, record and history, but nothing that another job of its user needs. What says where
/// things are goes last, so that an attempt that was cut off can be made again.
/// </summary>
public sealed class JobEraser(
    IDurableTaskClientProvider clients, BlobAreas areas, JobReader reader, DeletionMarks marks, KeptJobs kept, ArtifactCache cache,
    IQueuePlaces places, IProgressStore progress, AttemptCounter attempts, TimeProvider time)
{
    // A stop takes seconds; whatever does not heed it for this long is ended by force, and its leases are reaped.
    private static readonly TimeSpan StopTime = TimeSpan.FromMinutes(10);
    private const string Record = "/job.json";
    private readonly JsonBlobs _work = new(areas.Work);
    private readonly JsonBlobs _system = new(areas.System);

    /// <summary>One attempt.</summary>
    public async Task<ErasureState> EraseAsync(string jobId, CancellationToken cancellationToken)
    {
        if (await marks.FindAsync(jobId, cancellationToken) is not { Erased: null } mark)
            return ErasureState.Done;
        var instance = await clients.GetClient().GetInstanceAsync(jobId, true, cancellationToken);
        if (instance is { IsCompleted: false })
        {
            if (time.GetUtcNow() - mark.At > StopTime)
                await clients.GetClient().TerminateInstanceAsync(jobId, null, cancellationToken);
            return ErasureState.Runs;
        }

        var userId = JobIds.UserOf(jobId)!;
        var record = await reader.ReadRecordAsync(jobId, cancellationToken);
        var request = record?.Request ?? (instance is null ? null : JobSnapshots.From(instance)?.Request);
        await places.EndedAsync(jobId, cancellationToken);
        await DeleteAsync(areas.Output, BlobPaths.OutputPrefix(userId, jobId), name => !name.EndsWith(Record, StringComparison.Ordinal), cancellationToken);
        await DeleteOwnRecordsAsync(userId, jobId, cancellationToken);

        var others = await kept.FindAsync(userId, cancellationToken);
        if (request is not null && others.Any(job => !job.Ended && (job.Source == request.Source.Blob || job.Size == request.Source.Size)))
            return ErasureState.Shares;
        await DeleteWorkAsync(userId, jobId, record, request, others, cancellationToken);
        var sourceStays = request is not null && others.Any(job => job.Source == request.Source.Blob);
        if (request is not null && !sourceStays)
        {
            await areas.Input.DeleteBlobIfExistsAsync(request.Source.Blob, cancellationToken: cancellationToken);
            if (request.Source.Sha256 is { } sha256)
                cache.Remove(sha256);
        }

        await DeleteAsync(areas.Output, BlobPaths.OutputPrefix(userId, jobId), _ => true, cancellationToken);
        await clients.GetClient().PurgeEndedAsync(jobId, cancellationToken);
        if (sourceStays)
            await marks.KeepAsync(jobId, time.GetUtcNow(), cancellationToken);
        else
            await marks.RemoveAsync(jobId, cancellationToken);
        return ErasureState.Done;
    }

    /// <summary>What the service wrote down about it.</summary>
    private async Task DeleteOwnRecordsAsync(string userId, string jobId, CancellationToken cancellationToken)
    {
        await progress.ClearAsync(jobId, cancellationToken);
        await attempts.ClearAsync(jobId, cancellationToken);
        await _system.DeleteAsync(BlobPaths.Stop(jobId), null, cancellationToken);
        await _system.DeleteAsync(BlobPaths.Quarantine(jobId), null, cancellationToken);
        await _work.DeleteAsync(BlobPaths.Review(userId, jobId), null, cancellationToken);
        await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{BlobPaths.IdempotencyPrefix}{userId}/", cancellationToken))
        {
            if (await _system.ReadAsync<IdempotencyRecord>(blob.Name, cancellationToken) is { } key && key.Value.JobId == jobId)
                await _system.DeleteAsync(blob.Name, key.ETag, cancellationToken);
        }
    }

    /// <summary>Results of stages that it made, used or brought, and that no other job made, uses or brought.</summary>
    private async Task DeleteWorkAsync(
        string userId, string jobId, JobRecord? record, JobRequest? request, IReadOnlyList<KeptJob> others, CancellationToken cancellationToken)
    {
        var own = (record?.Artifacts.Values ?? []).Concat(request?.Provided.Values ?? []).Select(artifact => artifact.Blob).ToHashSet(StringComparer.Ordinal);
        var needed = others.SelectMany(job => job.Blobs).ToHashSet(StringComparer.Ordinal);
        var makers = others.Select(job => job.JobId).ToHashSet(StringComparer.Ordinal);
        foreach (var blob in own.Where(blob => JobLogText.ManifestOf(blob) is null && !needed.Contains(blob)))
            await areas.Work.DeleteBlobIfExistsAsync(blob, cancellationToken: cancellationToken);

        foreach (var (key, names) in await StagesAsync(userId, cancellationToken))
        {
            var path = BlobPaths.Manifest(userId, key);
            var manifest = (await _work.ReadAsync<StageManifest>(path, cancellationToken))?.Value;
            // Without a manifest it is a run that was cut off, or one that has not committed yet.
            var goes = manifest is null
                ? others.All(job => job.Ended)
                : (manifest.JobId == jobId || names.Any(own.Contains)) && !makers.Contains(manifest.JobId) && !names.Any(needed.Contains);
            if (!goes)
                continue;
            // The manifest first: nobody finds results whose files are gone.
            await _work.DeleteAsync(path, null, cancellationToken);
            foreach (var name in names)
                await areas.Work.DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken);
            foreach (var artifact in manifest?.Artifacts.Values ?? [])
                cache.Remove(artifact.Sha256);
        }
    }

    /// <summary>Files in the work container by the key of their stage.</summary>
    private async Task<Dictionary<string, List<string>>> StagesAsync(string userId, CancellationToken cancellationToken)
    {
        var stages = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await foreach (var blob in areas.Work.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{userId}/", cancellationToken))
        {
            var parts = blob.Name.Split('/');
            if (parts.Length < 3 || parts[1] is "provided" or "review")
                continue;
            if (!stages.TryGetValue(parts[1], out var names))
                stages[parts[1]] = names = [];
            names.Add(blob.Name);
        }

        return stages;
    }

    private static async Task DeleteAsync(BlobContainerClient container, string prefix, Func<string, bool> which, CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
        {
            if (which(blob.Name))
                await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }
}
