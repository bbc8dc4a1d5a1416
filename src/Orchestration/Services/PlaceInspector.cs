using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Services;

/// <summary>Looks up what jobs with a place in the ledger really do.</summary>
public sealed class PlaceInspector(IDurableTaskClientProvider clients) : IPlaceInspector
{
    private const int AtOnce = 16;

    public async Task<IReadOnlyList<PlaceCorrection>> InspectAsync(IReadOnlyList<LedgerPlace> places, CancellationToken cancellationToken)
    {
        var found = new PlaceCorrection[places.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, places.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var instance = await clients.GetClient().GetInstanceAsync(places[i].JobId, true, token);
                found[i] = new PlaceCorrection(places[i].JobId, StandingOf(instance));
            });
        return found;
    }

    private static PlaceStanding StandingOf(OrchestrationMetadata? instance)
    {
        if (instance is null)
            return PlaceStanding.Missing;
        if (instance.IsCompleted || JobSnapshots.From(instance) is not { } job || JobTransitions.IsTerminal(job.Status.State))
            return PlaceStanding.Ended;
        return job.Status.StartedAt is null ? PlaceStanding.Waiting : PlaceStanding.Running;
    }
}
