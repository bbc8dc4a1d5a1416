using System.Collections.Concurrent;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// Tells running activities of a job to stop: at once on this instance, by a marker blob that their heartbeat reads on any other.
/// The marker stays, so that a worker that was cut off and comes back late commits nothing.
/// </summary>
public sealed class StopSignals(BlobAreas areas, StagesAhead ahead, TimeProvider time)
{
    private readonly JsonBlobs _json = new(areas.System);
    private readonly ConcurrentDictionary<(string JobId, object Owner), CancellationTokenSource> _running = new();

    /// <summary>
    /// Asks for a stop; returns once the marker is durable and what runs ahead has ended: no activity runs that the orchestrator could wait for
    /// before it gives a device back.
    /// </summary>
    public async Task RequestAsync(string jobId, string reason, CancellationToken cancellationToken)
    {
        await _json.WriteAsync(BlobPaths.Stop(jobId), new StopMarker(reason, time.GetUtcNow()), cancellationToken);
        foreach (var (key, source) in _running)
        {
            if (key.JobId == jobId)
                await source.CancelAsync();
        }

        await ahead.DropAsync(jobId);
    }

    /// <summary>Whether a stop was asked for.</summary>
    public async Task<bool> IsRequestedAsync(string jobId, CancellationToken cancellationToken) =>
        await areas.System.GetBlobClient(BlobPaths.Stop(jobId)).ExistsAsync(cancellationToken);

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
