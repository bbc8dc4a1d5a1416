using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Samples;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Deletes what is older than it is kept; a host's timer calls it. What a live job needs is younger by the rules of the options.</summary>
public sealed class RetentionRunner(
    BlobAreas areas, IDurableTaskClientProvider clients, DeletionService deletions, UserErasureService erasures, SampleStore samples, IOptions<TransVoxOptions> options, TimeProvider time, ILogger<RetentionRunner> logger)
{
    private static readonly TimeSpan MarkerLife = TimeSpan.FromDays(7);
    private static readonly TimeSpan IdempotencyLife = TimeSpan.FromDays(31);
    private static readonly TimeSpan LongestManifestLead = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaintenanceLife = TimeSpan.FromHours(1);

    /// <summary>One run.</summary>
    public async Task<RetentionReport> RunAsync(CancellationToken cancellationToken)
    {
        var retention = options.Value.Retention;
        await deletions.ResumeAsync(cancellationToken);
        await erasures.ResumeAsync(cancellationToken);
        // The sample is played for as long as it is the sample; the one before it goes like any job.
        var sample = await samples.FindAsync(cancellationToken);
        bool MayGo(string blob) => sample is null || !blob.StartsWith(BlobPaths.OutputPrefix(UserIds.Sample, sample.JobId), StringComparison.Ordinal);
        var blobs = await DeleteOlderAsync(areas.Input, "", TimeSpan.FromDays(retention.InputsDays), cancellationToken, MayGo)
            + await DeleteWorkAsync(TimeSpan.FromDays(retention.WorkDays), cancellationToken)
            + await DeleteOlderAsync(areas.Output, "", TimeSpan.FromDays(retention.OutputsDays), cancellationToken, MayGo)
            + await DeleteOlderAsync(areas.System, BlobPaths.StopPrefix, MarkerLife, cancellationToken)
            + await DeleteOlderAsync(areas.System, BlobPaths.ProgressPrefix, MarkerLife, cancellationToken)
            + await DeleteOlderAsync(areas.System, BlobPaths.FetchPrefix, TimeSpan.FromDays(retention.InputsDays), cancellationToken)
            // With their videos.
            + await DeleteOlderAsync(areas.System, BlobPaths.HeldPrefix, TimeSpan.FromDays(retention.InputsDays), cancellationToken)
            + await DeleteOlderAsync(areas.System, BlobPaths.IdempotencyPrefix, IdempotencyLife, cancellationToken)
            + await DeleteOlderAsync(areas.System, BlobPaths.DeliveriesPrefix, TimeSpan.FromDays(retention.DeliveriesDays), cancellationToken)
            + await DeleteOlderAsync(areas.System, BlobPaths.AuditPrefix, TimeSpan.FromDays(retention.AuditDays), cancellationToken)
            // Marks stay as long as a video from which the job would be made again.
            + await DeleteOlderAsync(areas.System, BlobPaths.DeletedPrefix, TimeSpan.FromDays(retention.InputsDays + 1), cancellationToken);
        var instances = await PurgeAsync(null, TimeSpan.FromDays(retention.JobsDays), cancellationToken)
            + await PurgeAsync(ReaperRunner.IdPrefix, MaintenanceLife, cancellationToken)
            + await PurgeAsync(EraseJobOrchestrator.IdPrefix, MaintenanceLife, cancellationToken)
            + await PurgeAsync(EraseUserOrchestrator.IdPrefix, MaintenanceLife, cancellationToken)
            + await PurgeAsync(NotifyOrchestrator.IdPrefix, MaintenanceLife, cancellationToken)
            + await PurgeAsync(DeliverOrchestrator.IdPrefix, MaintenanceLife, cancellationToken)
            + await PurgeAsync(LimitsApplier.IdPrefix, MaintenanceLife, cancellationToken);
        var report = new RetentionReport(blobs, instances);
        MaintenanceLog.Retained(logger, blobs, instances);
        return report;
    }

    /// <summary>Manifests first, and the files that they name as much later again, a day at most: no job finds results whose files are gone.</summary>
    private async Task<int> DeleteWorkAsync(TimeSpan age, CancellationToken cancellationToken) =>
        await DeleteOlderAsync(areas.Work, "", age, cancellationToken, IsManifest)
        + await DeleteOlderAsync(areas.Work, "", age + (age < LongestManifestLead ? age : LongestManifestLead), cancellationToken, name => !IsManifest(name));

    private static bool IsManifest(string name) => name.EndsWith("/manifest.json", StringComparison.Ordinal);

    private async Task<int> DeleteOlderAsync(
        BlobContainerClient container, string prefix, TimeSpan age, CancellationToken cancellationToken, Func<string, bool>? only = null)
    {
        var limit = time.GetUtcNow() - age;
        var deleted = 0;
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
        {
            if (blob.Properties.LastModified is not { } written || written >= limit || only?.Invoke(blob.Name) == false)
                continue;
            if (await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken))
                deleted++;
        }

        return deleted;
    }

    private async Task<int> PurgeAsync(string? prefix, TimeSpan age, CancellationToken cancellationToken)
    {
        var limit = time.GetUtcNow() - age;
        var purged = 0;
        var old = new List<string>();
        var ended = new OrchestrationQuery(
            CreatedTo: limit,
            Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
            InstanceIdPrefix: prefix, PageSize: 500);
        await foreach (var instance in clients.GetClient().ReadAllAsync(ended, cancellationToken))
        {
            if (instance.IsCompleted && instance.LastUpdatedAt < limit)
                old.Add(instance.InstanceId);
        }

        foreach (var id in old)
            purged += await clients.GetClient().PurgeEndedAsync(id, cancellationToken) ? 1 : 0;
        return purged;
    }
}
