using System.Collections.Concurrent;
using Azure;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Activities;

/// <summary>Progress in memory, for readers on this instance, and in a small blob for those on others.</summary>
public sealed class BlobProgressStore(BlobAreas areas, ServiceInstances instances) : IProgressStore
{
    // Jobs whose next stage runs elsewhere are forgotten with all others that no stage runs of here: this many are at hand for the next.
    private const int MostAtHand = 1000;
    private readonly JsonBlobs _json = new(areas.System);
    private readonly ConcurrentDictionary<string, Own> _local = new();

    public async Task BeginAsync(string jobId, Func<ProgressReport?, Task<ProgressReport?>> begin, CancellationToken cancellationToken)
    {
        // What this instance wrote last need not be read, nor what nobody else can have written: if it does not stand, the write fails.
        var isKnown = _local.TryGetValue(jobId, out var own) ? own.Version is not null : instances.IsSingle;
        if (isKnown && await begin(own?.Report) is { } next && await TryBeginAsync(jobId, next, own?.Version, cancellationToken))
            return;
        while (true)
        {
            var last = await _json.ReadAsync<ProgressReport>(BlobPaths.Progress(jobId), cancellationToken);
            if (await begin(last?.Value) is not { } first || await TryBeginAsync(jobId, first, last?.ETag, cancellationToken))
                return;
        }
    }

    public async Task ReportAsync(string jobId, ProgressReport report, CancellationToken cancellationToken)
    {
        if (!_local.TryGetValue(jobId, out var own) || !own.Runs)
            return;
        _local[jobId] = own with { Report = report };
        // Once a later run has written, it counts and reports: this one, cut off from what it should have heard, must not undo that.
        if (own.Version is not { } version)
            return;
        var written = await _json.TryWriteAsync(BlobPaths.Progress(jobId), report, version, cancellationToken) ?? await FindOwnAsync(jobId, report, cancellationToken);
        _local[jobId] = new Own(report, written);
    }

    public Task EndAsync(string jobId, ProgressReport run, CancellationToken cancellationToken)
    {
        _local.TryRemove(jobId, out _);
        return _json.UpdateAsync<ProgressReport>(BlobPaths.Progress(jobId), last => last?.IsOf(run) == true ? last with { Starts = 0 } : null, cancellationToken);
    }

    public async Task<ProgressReport?> ReadAsync(string jobId, CancellationToken cancellationToken) =>
        _local.TryGetValue(jobId, out var own) && (own.Runs || instances.IsSingle)
            ? own.Report
            : (await _json.ReadAsync<ProgressReport>(BlobPaths.Progress(jobId), cancellationToken))?.Value;

    public async Task ClearAsync(string jobId, CancellationToken cancellationToken)
    {
        _local.TryRemove(jobId, out _);
        await _json.DeleteAsync(BlobPaths.Progress(jobId), null, cancellationToken);
    }

    public void Leave(string jobId)
    {
        if (_local.TryGetValue(jobId, out var own))
            _local[jobId] = own with { Runs = false };
        if (_local.Count <= MostAtHand)
            return;
        foreach (var job in _local.Where(job => !job.Value.Runs))
            _local.TryRemove(job);
    }

    private async Task<bool> TryBeginAsync(string jobId, ProgressReport first, ETag? last, CancellationToken cancellationToken)
    {
        if (await _json.TryWriteAsync(BlobPaths.Progress(jobId), first, last, cancellationToken) is not { } version)
            return false;
        _local[jobId] = new Own(first, version);
        return true;
    }

    // What is there may be this run's, too: of a write whose answer was lost.
    private async Task<ETag?> FindOwnAsync(string jobId, ProgressReport report, CancellationToken cancellationToken) =>
        await _json.ReadAsync<ProgressReport>(BlobPaths.Progress(jobId), cancellationToken) is { } there && there.Value.IsOf(report) ? there.ETag : null;

    /// <summary>The last report of this instance's run, the blob's version as it wrote it (null when a later run has written), and whether the run goes on.</summary>
    private sealed record Own(ProgressReport Report, ETag? Version, bool Runs = true);
}
