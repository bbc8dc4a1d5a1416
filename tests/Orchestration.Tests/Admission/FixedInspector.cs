using TransVox.Orchestration.Admission.Ledger;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>Says of every job what the test decided, else that it waits; counts how often it was asked.</summary>
internal sealed class FixedInspector(params (string JobId, PlaceStanding Standing)[] standings) : IPlaceInspector
{
    private readonly Dictionary<string, PlaceStanding> _standings = standings.ToDictionary(s => s.JobId, s => s.Standing);

    public int Asked { get; private set; }

    public Task<IReadOnlyList<PlaceCorrection>> InspectAsync(IReadOnlyList<LedgerPlace> places, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult<IReadOnlyList<PlaceCorrection>>(
            [.. places.Select(p => new PlaceCorrection(p.JobId, _standings.GetValueOrDefault(p.JobId, PlaceStanding.Waiting)))]);
    }
}
