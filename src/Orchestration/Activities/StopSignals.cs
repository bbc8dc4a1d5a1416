using System.Collections.Concurrent;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// Tells running activities of a job to stop: at once on this instance, by a marker blob that their heartbeat reads on any other.
/// The marker stays, so that a worker that was cut off and comes back late commits nothing.
/// </summary>
public sealed class StopSignals(BlobAreas areas, StagesAhead ahead, ServiceInstances instances, TimeProvider time)
{
    // Jobs that ended are forgotten with all others: this many are not looked for again.
    private const int MostAtHand = 1000;
    private readonly JsonBlobs _json = new(areas.System);
    private readonly ConcurrentDictionary<(string JobId, object Owner), CancellationTokenSource> _running = new();
    private readonly ConcurrentDictionary<string, bool> _goesOn = new();

    /// <summary>
    /// Asks for a stop; returns once the marker is durable and what runs ahead has ended: no activity runs that the orchestrator could wait for
    /// before it gives a device back.
    /// </summary>
    public async Task RequestAsync(string jobId, string reason, CancellationToken cancellationToken)
    {
        // Looked for again from now on: the marker may come to be even if this fails.
        if (instances.IsSingle)
            _goesOn[jobId] = false;
        await _json.WriteAsync(BlobPaths.Stop(jobId), new StopMarker(reason, time.GetUtcNow()), cancellationToken);
        foreach (var (key, source) in _running)
        {
            if (key.JobId == jobId)
                await source.CancelAsync();
        }

        await ahead.DropAsync(jobId);
    }

    /// <summary>Whether a stop was asked for. A single instance looks for the marker once: after that it is the one that is asked.</summary>
    public async Task<bool> IsRequestedAsync(string jobId, CancellationToken cancellationToken)
    {
        if (_goesOn.GetValueOrDefault(jobId))
            return false;
        if (await areas.System.GetBlobClient(BlobPaths.Stop(jobId)).ExistsAsync(cancellationToken))
            return true;
        if (!instances.IsSingle)
            return false;
        if (_goesOn.Count >= MostAtHand)
            _goesOn.Clear();
        // Nothing is added of a job that somebody asked to stop meanwhile.
        _goesOn.TryAdd(jobId, true);
        return false;
    }

    /// <summary>Lets <see cref="RequestAsync"/> on this instance cancel the source while the registration lives.</summary>
    public IDisposable Register(string jobId, CancellationTokenSource source)
    {
        var key = (jobId, new object());
        _running[key] = source;
        return new Registration(() => _running.TryRemove(key, out _));
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
