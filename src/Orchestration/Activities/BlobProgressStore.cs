using System.Collections.Concurrent;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Activities;

/// <summary>Progress in memory, for readers on this instance, and in a small blob for those on others.</summary>
public sealed class BlobProgressStore(BlobAreas areas) : IProgressStore
{
    private readonly JsonBlobs _json = new(areas.System);
    private readonly ConcurrentDictionary<string, ProgressReport> _local = new();

    public async Task ReportAsync(string jobId, ProgressReport report, CancellationToken cancellationToken)
    {
        _local[jobId] = report;
        await _json.WriteAsync(BlobPaths.Progress(jobId), report, cancellationToken);
    }

    public async Task<ProgressReport?> ReadAsync(string jobId, CancellationToken cancellationToken) =>
        _local.TryGetValue(jobId, out var report)
            ? report
            : (await _json.ReadAsync<ProgressReport>(BlobPaths.Progress(jobId), cancellationToken))?.Value;

    public async Task ClearAsync(string jobId, CancellationToken cancellationToken)
    {
        _local.TryRemove(jobId, out _);
        await _json.DeleteAsync(BlobPaths.Progress(jobId), null, cancellationToken);
    }

    public void Leave(string jobId) => _local.TryRemove(jobId, out _);
}
