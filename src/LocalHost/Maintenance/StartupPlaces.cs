using TransVox.Orchestration.Admission.Ledger;

namespace TransVox.LocalHost.Maintenance;

/// <summary>
/// Frees places in the queue whose uploads died with the last process. On several instances only a renewal that stays away can tell
/// that (an upload may be under way on another one); here, none can be under way before the host listens. A place with a length belongs to a job, which
/// told it: whatever became of that is for the reaper to find.
/// </summary>
internal sealed class StartupPlaces(IAdmissionLedger ledger, IPlaceInspector inspector, ILogger<StartupPlaces> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var places = (await ledger.ReadAsync(TimeSpan.Zero, cancellationToken)).Places.Where(place => place.MayBeUpload).ToList();
        if (places.Count == 0)
            return;
        foreach (var place in await inspector.InspectAsync(places, cancellationToken))
        {
            if (place.Standing != PlaceStanding.Missing)
                continue;
            await ledger.RemoveAsync(place.JobId, cancellationToken);
            LocalHostLog.PlaceFreed(logger, place.JobId);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
