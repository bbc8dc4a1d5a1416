using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Services;
using TransVox.TestKit;
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

    [Fact]
    public async Task Renewal_goes_on_after_a_time_limit_of_the_storage_client()
    {
        var time = new FakeTimeProvider(Start);
        var ledger = new FaultyOnce(new AdmissionLedger(new MemoryLedgerStore(), new NothingThere(), new AdmissionLedgerOptions(), time));
        await ledger.ReserveAsync(LedgerPlace.Create("ada.1", "ada", Start), new LedgerBounds(1, null), CancellationToken.None);
        await using (new PlaceRenewal(ledger, "ada.1", TimeSpan.FromSeconds(5), time, NullLogger.Instance))
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await ledger.Failed.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await Eventually.IsTrueAsync("the place was renewed after the failure", async () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return (await ledger.ReadAsync(TimeSpan.Zero, CancellationToken.None)).Find("ada.1")!.RenewedMs is not null;
            });
        }
    }

    private sealed class FaultyOnce(IAdmissionLedger ledger) : IAdmissionLedger
    {
        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<LedgerAnswer> ReserveAsync(LedgerPlace place, LedgerBounds bounds, CancellationToken cancellationToken) =>
            ledger.ReserveAsync(place, bounds, cancellationToken);

        public Task ContinueAsync(LedgerPlace place, CancellationToken cancellationToken) => ledger.ContinueAsync(place, cancellationToken);

        public Task RenewAsync(string jobId, CancellationToken cancellationToken) =>
            Failed.TrySetResult() ? throw new TaskCanceledException("The request took too long.") : ledger.RenewAsync(jobId, cancellationToken);

        public Task MarkRunningAsync(string jobId, CancellationToken cancellationToken) => ledger.MarkRunningAsync(jobId, cancellationToken);

        public Task DescribeAsync(string jobId, double mediaSeconds, CancellationToken cancellationToken) =>
            ledger.DescribeAsync(jobId, mediaSeconds, cancellationToken);

        public Task RemoveAsync(string jobId, CancellationToken cancellationToken) => ledger.RemoveAsync(jobId, cancellationToken);

        public Task<LedgerState> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken) => ledger.ReadAsync(maxAge, cancellationToken);

        public Task<IReadOnlyList<string>> PruneAsync(CancellationToken cancellationToken) => ledger.PruneAsync(cancellationToken);
    }

    private sealed class NothingThere : IPlaceInspector
    {
        public Task<IReadOnlyList<PlaceCorrection>> InspectAsync(IReadOnlyList<LedgerPlace> places, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PlaceCorrection>>([.. places.Select(p => new PlaceCorrection(p.JobId, PlaceStanding.Missing))]);
    }
}
