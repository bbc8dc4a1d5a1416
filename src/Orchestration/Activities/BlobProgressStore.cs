using System.Collections.Concurrent;
using Azure;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Activities;

/// <summary>Progress in memory, for readers on this instance, and in a small blob for those on others.</summary>
public sealed class BlobProgressStore(BlobAreas areas) : IProgressStore
{
    private readonly JsonBlobs _json = new(areas.System);
    private readonly ConcurrentDictionary<string, Own> _local = new();

    public async Task BeginAsync(string jobId, Func<ProgressReport?, Task<ProgressReport?>> begin, CancellationToken cancellationToken)
    {
        while (true)
        {
            var last = await _json.ReadAsync<ProgressReport>(BlobPaths.Progress(jobId), cancellationToken);
            if (await begin(last?.Value) is not { } first)
                return;
            if (await _json.TryWriteAsync(BlobPaths.Progress(jobId), first, last?.ETag, cancellationToken) is { } version)
            {
                _local[jobId] = new Own(first, version);
                return;
            }
        }
    }

    public async Task ReportAsync(string jobId, ProgressReport report, CancellationToken cancellationToken)
    {
        if (!_local.TryGetValue(jobId, out var own))
            return;
        _local[jobId] = own with { Report = report };
        // Once a later run has written, it counts and reports: this one, cut off from what it should have heard, must not undo that.
        if (own.Version is not { } version)
            return;
        var written = await _json.TryWriteAsync(BlobPaths.Progress(jobId), report, version, cancellationToken) ?? await FindOwnAsync(jobId, report, cancellationToken);
        _local[jobId] = new Own(report, written);
    }

    public Task EndAsync(string jobId, ProgressReport run, CancellationToken cancellationToken) => _json.UpdateAsync<ProgressReport>(
        BlobPaths.Progress(jobId), last => last?.IsOf(run) == true ? last with { Starts = 0 } : null, cancellationToken);

    public async Task<ProgressReport?> ReadAsync(string jobId, CancellationToken cancellationToken) =>
        _local.TryGetValue(jobId, out var own)
            ? own.Report
            : (await _json.ReadAsync<ProgressReport>(BlobPaths.Progress(jobId), cancellationToken))?.Value;

    public async Task ClearAsync(string jobId, CancellationToken cancellationToken)
    {
        _local.TryRemove(jobId, out _);
        await _json.DeleteAsync(BlobPaths.Progress(jobId), null, cancellationToken);
    }

    public void Leave(string jobId) => _local.TryRemove(jobId, out _);

    // What is there may be this run's, too: of a write whose answer was lost.
    private async Task<ETag?> FindOwnAsync(string jobId, ProgressReport report, CancellationToken cancellationToken) =>
        await _json.ReadAsync<ProgressReport>(BlobPaths.Progress(jobId), cancellationToken) is { } there && there.Value.IsOf(report) ? there.ETag : null;

    /// <summary>The last report of this instance's run, and the blob's version as it wrote it; null when a later run has written.</summary>
    private sealed record Own(ProgressReport Report, ETag? Version);
}
