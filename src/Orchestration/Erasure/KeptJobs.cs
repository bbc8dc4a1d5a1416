using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Erasure;

/// <summary>Finds the jobs of a user that stay when one is deleted, and what they need.</summary>
public sealed class KeptJobs(IDurableTaskClientProvider clients, BlobAreas areas, DeletionMarks marks)
{
    private readonly JsonBlobs _outputs = new(areas.Output);

    public async Task<IReadOnlyList<KeptJob>> FindAsync(string userId, CancellationToken cancellationToken)
    {
        var deleted = await marks.ListAsync(userId, cancellationToken);
        var jobs = new Dictionary<string, KeptJob>(StringComparer.Ordinal);
        await foreach (var blob in areas.Output.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{userId}/", cancellationToken))
        {
            if (!blob.Name.EndsWith("/job.json", StringComparison.Ordinal) || deleted.Contains(blob.Name.Split('/')[1]))
                continue;
            if (await _outputs.ReadAsync<JobRecord>(blob.Name, cancellationToken) is { Value: var record })
                jobs[record.Request.JobId] = Of(record.Request, ended: true, record.Artifacts.Values);
        }

        // Instances after records: a job that ends in between is found twice rather than never.
        var query = new OrchestrationQuery(InstanceIdPrefix: JobIds.PrefixOf(userId), PageSize: 500, FetchInputsAndOutputs: true);
        await foreach (var instance in clients.GetClient().ReadAllAsync(query, cancellationToken))
        {
            if (!deleted.Contains(instance.InstanceId) && JobSnapshots.From(instance) is { } job)
                jobs.TryAdd(job.Request.JobId, Of(job.Request, JobTransitions.IsTerminal(job.Status.State), []));
        }

        return [.. jobs.Values];
    }

    private static KeptJob Of(JobRequest request, bool ended, IEnumerable<ArtifactRef> artifacts) => new(
        request.JobId, request.Source.Blob, ended, [.. artifacts.Concat(request.Provided.Values).Select(artifact => artifact.Blob)]);
}
