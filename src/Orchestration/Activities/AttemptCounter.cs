using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// Counts starts of a stage that never came to an end. The count is written before the work begins and cleared after it, so it
/// survives what the work does to the process.
/// </summary>
public sealed class AttemptCounter(BlobAreas areas)
{
    private readonly JsonBlobs _json = new(areas.System);

    /// <summary>Notes a start, unless there were as many without an end already.</summary>
    /// <returns>False when the stage must not be started any more.</returns>
    public async Task<bool> TryStartAsync(string jobId, Stage stage, int limit, CancellationToken cancellationToken)
    {
        var poisoned = false;
        await _json.UpdateAsync<Dictionary<Stage, int>>(
            BlobPaths.Attempts(jobId),
            counts =>
            {
                counts ??= [];
                var starts = counts.GetValueOrDefault(stage);
                poisoned = starts >= limit;
                if (poisoned)
                    return null;
                counts[stage] = starts + 1;
                return counts;
            },
            cancellationToken);
        return !poisoned;
    }

    /// <summary>The stage came to an end, whichever.</summary>
    public Task EndAsync(string jobId, Stage stage, CancellationToken cancellationToken) => _json.UpdateAsync<Dictionary<Stage, int>>(
        BlobPaths.Attempts(jobId),
        counts => counts is not null && counts.Remove(stage) ? counts : null,
        cancellationToken);

    /// <summary>The job ended.</summary>
    public Task ClearAsync(string jobId, CancellationToken cancellationToken) =>
        _json.DeleteAsync(BlobPaths.Attempts(jobId), null, cancellationToken);
}
