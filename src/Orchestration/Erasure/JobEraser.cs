using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Orchestration.Erasure;

/// <summary>
/// Stops and removes a deleted job: results, video, work, record and history, but nothing that another job of its user needs. What says
/// where things are goes last, so that an attempt that was cut off can be made again.
/// </summary>
public sealed class JobEraser(
    IDurableTaskClientProvider clients, BlobAreas areas, JobReader reader, DeletionMarks marks, KeptJobs kept, ArtifactCache cache,
    StopSignals stops, IQueuePlaces places, IProgressStore progress, StagesAhead ahead, JobMessages messages, DeletionService deletions, TimeProvider time)
{
    // A stop takes seconds; whatever does not heed it for this long is ended by force, and its leases are reaped.
    private static readonly TimeSpan StopTime = TimeSpan.FromMinutes(10);

    // Longer than clocks of storage and service differ: what is older was there before other jobs were looked for.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);
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
            await StopAsync(jobId, mark, cancellationToken);
            return ErasureState.Runs;
        }

        var userId = JobIds.UserOf(jobId)!;
        var record = await reader.ReadRecordAsync(jobId, cancellationToken);
        var job = record is null ? instance is null ? null : JobSnapshots.From(instance) : new JobSnapshot(record.Request, record.Status, mark.At);
        await EraseLanguagesAsync(job, mark, cancellationToken);
        await places.EndedAsync(jobId, cancellationToken);
        await DeleteAsync(areas.Output, BlobPaths.OutputPrefix(userId, jobId), name => !name.EndsWith(Record, StringComparison.Ordinal), cancellationToken);
        await DeleteOwnRecordsAsync(userId, jobId, cancellationToken);
        var untold = await messages.EraseAsync(jobId, cancellationToken);

        var settled = time.GetUtcNow() - ClockSkew;
        var others = await kept.FindAsync(userId, cancellationToken);
        var sourceStays = job is not null && others.Any(other => other.Source == job.Request.Source.Blob);
        if (job is not null && !sourceStays)
        {
            await areas.Input.DeleteBlobIfExistsAsync(job.Request.Source.Blob, cancellationToken: cancellationToken);
            if (job.Request.Source.Sha256 is { } sha256)
                cache.Remove(sha256);
        }

        // Work is found by its content: one that has not ended may use any, and does not say which.
        if (others.Any(other => !other.Ended))
            return ErasureState.Shares;
        var needed = others.SelectMany(other => other.Blobs).ToHashSet(StringComparer.Ordinal);
        var own = (record?.Artifacts.Values ?? []).Concat(job?.Request.Provided.Values ?? []).Select(artifact => artifact.Blob).ToHashSet(StringComparer.Ordinal);
        await DeleteProvidedAsync(own.Except(needed), job?.Status.EndedAt ?? mark.At, cancellationToken);
        var makers = others.Select(other => other.JobId).ToHashSet(StringComparer.Ordinal);
        if (!await DeleteWorkAsync(
            userId,
            (manifest, names) => (manifest.JobId == jobId || names.Any(own.Contains)) && !makers.Contains(manifest.JobId) && !names.Any(needed.Contains),
            blob => !needed.Contains(blob.Name) && blob.Properties.LastModified < settled,
            cancellationToken))
        {
            return ErasureState.Settles;
        }

        if (!untold)
            return ErasureState.Settles;
        await DeleteAsync(areas.Output, BlobPaths.OutputPrefix(userId, jobId), _ => true, cancellationToken);
        await clients.GetClient().PurgeEndedAsync(jobId, cancellationToken);
        if (sourceStays)
            await marks.KeepAsync(jobId, time.GetUtcNow(), cancellationToken);
        else
            await marks.RemoveAsync(jobId, cancellationToken);
        return ErasureState.Done;
    }

    private async Task StopAsync(string jobId, DeletionMark mark, CancellationToken cancellationToken)
    {
        await stops.RequestAsync(jobId, $"deleted by {mark.By}", cancellationToken);
        await clients.GetClient().RaiseEventAsync(jobId, JobEvents.Cancel, new Actor(mark.By), cancellationToken);
        if (time.GetUtcNow() - mark.At > StopTime)
            await clients.GetClient().TerminateInstanceAsync(jobId, null, cancellationToken);
    }

    /// <summary>The jobs of its languages were marked with it; one that it started since was not.</summary>
    private async Task EraseLanguagesAsync(JobSnapshot? job, DeletionMark mark, CancellationToken cancellationToken)
    {
        foreach (var language in job?.Request.Languages ?? [])
        {
            if (await reader.TryFindAsync(new Caller(job!.Request.UserId), language.JobId, cancellationToken) is not null)
                await deletions.DeleteAsync(language.JobId, mark.By, cancellationToken);
        }
    }

    /// <summary>What the service wrote down about it, but for the marker of a stop: a worker that comes back late must still commit nothing.</summary>
    private async Task DeleteOwnRecordsAsync(string userId, string jobId, CancellationToken cancellationToken)
    {
        await ahead.DropAsync(jobId);
        await progress.ClearAsync(jobId, cancellationToken);
        await _system.DeleteAsync(BlobPaths.Fetch(jobId), null, cancellationToken);
        await _system.DeleteAsync(BlobPaths.Quarantine(jobId), null, cancellationToken);
        await _work.DeleteAsync(BlobPaths.Review(userId, jobId), null, cancellationToken);
        await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{BlobPaths.IdempotencyPrefix}{userId}/", cancellationToken))
        {
            if (await _system.ReadAsync<IdempotencyRecord>(blob.Name, cancellationToken) is { } key && key.Value.JobId == jobId)
                await _system.DeleteAsync(blob.Name, key.ETag, cancellationToken);
        }
    }

    /// <summary>What came with the job or its review, unless another submission brought the same after it had ended.</summary>
    private async Task DeleteProvidedAsync(IEnumerable<string> blobs, DateTimeOffset ended, CancellationToken cancellationToken)
    {
        var before = new BlobRequestConditions { IfUnmodifiedSince = ended };
        foreach (var blob in blobs.Where(blob => JobLogText.ManifestOf(blob) is null))
        {
            try
            {
                await areas.Work.DeleteBlobIfExistsAsync(blob, conditions: before, cancellationToken: cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // It is the other submission's now.
            }
        }
    }

    /// <summary>
    /// Deletes results of stages: their manifests first, and the files at a later look, when whoever found results before is seen to run or to
    /// have used them.
    /// </summary>
    /// <returns>Whether nothing is left to delete.</returns>
    private async Task<bool> DeleteWorkAsync(
        string userId, Func<StageManifest, IReadOnlyList<string>, bool> goes, Func<BlobItem, bool> isOrphan, CancellationToken cancellationToken)
    {
        var done = true;
        foreach (var (key, blobs) in await StagesAsync(userId, cancellationToken))
        {
            var path = BlobPaths.Manifest(userId, key);
            if (await _work.ReadAsync<StageManifest>(path, cancellationToken) is { Value: var manifest })
            {
                if (!goes(manifest, [.. blobs.Select(blob => blob.Name)]))
                    continue;
                await _work.DeleteAsync(path, null, cancellationToken);
                foreach (var artifact in manifest.Artifacts.Values)
                    cache.Remove(artifact.Sha256);
                done = false;
                continue;
            }

            // No manifest: forgotten results, a run that was cut off, or that of a job which has just started.
            foreach (var blob in blobs)
            {
                if (isOrphan(blob))
                    await areas.Work.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
                else
                    done = false;
            }
        }

        return done;
    }

    /// <summary>Files in the work container by the key of their stage.</summary>
    private async Task<Dictionary<string, List<BlobItem>>> StagesAsync(string userId, CancellationToken cancellationToken)
    {
        var stages = new Dictionary<string, List<BlobItem>>(StringComparer.Ordinal);
        await foreach (var blob in areas.Work.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{userId}/", cancellationToken))
        {
            var parts = blob.Name.Split('/');
            if (parts.Length < 3 || parts[1] is "provided" or "review")
                continue;
            if (!stages.TryGetValue(parts[1], out var blobs))
                stages[parts[1]] = blobs = [];
            blobs.Add(blob);
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
