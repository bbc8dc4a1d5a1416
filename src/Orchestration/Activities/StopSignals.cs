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
    private readonly Lock _lock = new();
    private readonly HashSet<string> _goOn = [];
    private long _requests;

    /// <summary>
    /// Asks for a stop; returns once the marker is durable and what runs ahead has ended: no activity runs that the orchestrator could wait for
    /// before it gives a device back.
    /// </summary>
    public async Task RequestAsync(string jobId, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await _json.WriteAsync(BlobPaths.Stop(jobId), new StopMarker(reason, time.GetUtcNow()), cancellationToken);
        }
        finally
        {
            // Also of a write whose answer was lost.
            lock (_lock)
            {
                _requests++;
                _goOn.Remove(jobId);
            }
        }

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
        long requests;
        lock (_lock)
        {
            if (_goOn.Contains(jobId))
                return false;
            requests = _requests;
        }

        if (await areas.System.GetBlobClient(BlobPaths.Stop(jobId)).ExistsAsync(cancellationToken))
            return true;
        if (instances.IsSingle)
            KeepGoingOn(jobId, requests);
        return false;
    }

    /// <summary>Lets <see cref="RequestAsync"/> on this instance cancel the source while the registration lives.</summary>
    public IDisposable Register(string jobId, CancellationTokenSource source)
    {
        var key = (jobId, new object());
        _running[key] = source;
        return new Registration(() => _running.TryRemove(key, out _));
    }

    private void KeepGoingOn(string jobId, long requests)
    {
        lock (_lock)
        {
            // The look may have come before the marker of a request that ended meanwhile.
            if (_requests != requests)
                return;
            if (_goOn.Count >= MostAtHand)
                _goOn.Clear();
            _goOn.Add(jobId);
        }
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
