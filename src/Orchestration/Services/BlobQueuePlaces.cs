using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Places of waiting jobs in one blob, written under its version: the bound holds exactly.</summary>
public sealed class BlobQueuePlaces(BlobAreas areas) : IQueuePlaces
{
    private const string Path = "places.json";
    private readonly JsonBlobs _json = new(areas.System);

    public async Task TakeAsync(QueuePlaceRequest request, LiveLimits limits, CancellationToken cancellationToken)
    {
        var full = false;
        await _json.UpdateAsync<List<QueuePlaceRequest>>(
            Path,
            places =>
            {
                places ??= [];
                full = places.Count >= limits.MaxQueueSize;
                if (full || places.Any(p => p.JobId == request.JobId))
                    return null;
                return [.. places, request];
            },
            cancellationToken);
        if (full)
            throw new RequestException(ErrorCodes.QueueFull, $"The queue is full: {limits.MaxQueueSize} jobs wait. Try again later.", TimeSpan.FromSeconds(60));
    }

    public Task StartedAsync(string userId, string jobId, CancellationToken cancellationToken) => RemoveAsync(jobId, cancellationToken);

    public Task EndedAsync(string userId, string jobId, CancellationToken cancellationToken) => RemoveAsync(jobId, cancellationToken);

    private Task<List<QueuePlaceRequest>?> RemoveAsync(string jobId, CancellationToken cancellationToken) => _json.UpdateAsync<List<QueuePlaceRequest>>(
        Path, places => places is not null && places.RemoveAll(p => p.JobId == jobId) > 0 ? places : null, cancellationToken);
}
