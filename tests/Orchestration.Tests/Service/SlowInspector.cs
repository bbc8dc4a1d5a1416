using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Admission.Ledger;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>An inspector that takes its time, by a clock that does not move otherwise.</summary>
internal sealed class SlowInspector(IPlaceInspector inner, FakeTimeProvider clock, TimeSpan takes) : IPlaceInspector
{
    public async Task<IReadOnlyList<PlaceCorrection>> InspectAsync(IReadOnlyList<LedgerPlace> places, CancellationToken cancellationToken)
    {
        clock.Advance(takes);
        return await inner.InspectAsync(places, cancellationToken);
    }
}
