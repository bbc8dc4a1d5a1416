using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Admission;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

public sealed class PlaceRenewalTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_place_whose_taker_died_is_freed_soon_and_one_whose_upload_goes_on_stays()
    {
        var time = new FakeTimeProvider(Start);
        var options = new AdmissionLedgerOptions();
        var ledger = new AdmissionLedger(new MemoryLedgerStore(), new NothingThere(), options, time);
        foreach (var job in new[] { "ada.1", "bob.1" })
            await ledger.ReserveAsync(LedgerPlace.Create(job, job[..3], Start), new LedgerBounds(2, null), CancellationToken.None);
        time.Advance(options.UploadGrace - TimeSpan.FromSeconds(1));
        Assert.Empty(await ledger.PruneAsync(CancellationToken.None));
        await ledger.RenewAsync("bob.1", CancellationToken.None);
        await ledger.RenewAsync("eve.1", CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["ada.1"], await ledger.PruneAsync(CancellationToken.None));
        Assert.Equal(["bob.1"], (await ledger.ReadAsync(TimeSpan.Zero, CancellationToken.None)).Places.Select(p => p.JobId));
        time.Advance(options.UploadGrace);
        Assert.Equal(["bob.1"], await ledger.PruneAsync(CancellationToken.None));
    }

    private sealed class NothingThere : IPlaceInspector
    {
        public Task<IReadOnlyList<PlaceCorrection>> InspectAsync(IReadOnlyList<LedgerPlace> places, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PlaceCorrection>>([.. places.Select(p => new PlaceCorrection(p.JobId, PlaceStanding.Missing))]);
    }
}
