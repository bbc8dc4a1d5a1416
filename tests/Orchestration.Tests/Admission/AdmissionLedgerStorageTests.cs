using Azure.Storage.Blobs;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>The ledger over a real blob service, with two instances of the service that know nothing of each other.</summary>
public sealed class AdmissionLedgerStorageTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_thousand_concurrent_submissions_take_exactly_the_bound()
    {
        var container = await ContainerAsync("bound");
        AdmissionLedger[] ledgers = [Ledger(container), Ledger(container)];
        var started = TimeProvider.System.GetTimestamp();
        var times = new double[1000];

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
        {
            var answer = await ledgers[i % 2].ReserveAsync(Place($"job{i}"), new LedgerBounds(100), None);
            times[i] = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
            return answer;
        }));

        Assert.Equal(100, answers.Count(a => a.Verdict == LedgerVerdict.Admitted));
        Assert.Equal(900, answers.Count(a => a.Verdict == LedgerVerdict.Full));
        Array.Sort(times);
        output.WriteLine($"p99 of the answer {times[989]:0} ms, last {times[^1]:0} ms");
    }

    [Fact]
    public async Task Changes_of_one_instance_are_seen_by_the_other()
    {
        var container = await ContainerAsync("shared");
        var (one, other) = (Ledger(container), Ledger(container));
        var bounds = new LedgerBounds(1);
        Assert.Equal(LedgerVerdict.Admitted, (await one.ReserveAsync(Place("a"), bounds, None)).Verdict);
        Assert.Equal(LedgerVerdict.Full, (await other.ReserveAsync(Place("b"), bounds, None)).Verdict);
        await one.RemoveAsync("a", None);
        Assert.Equal(LedgerVerdict.Admitted, (await other.ReserveAsync(Place("b"), bounds, None)).Verdict);
        await other.DescribeAsync("b", 61.5, None);
        Assert.Equal(61.5, (await one.ReadAsync(TimeSpan.Zero, None)).Find("b")!.MediaSeconds);
        Assert.Same(await one.ReadAsync(TimeSpan.FromHours(1), None), await one.ReadAsync(TimeSpan.FromHours(1), None));
    }

    private async Task<BlobContainerClient> ContainerAsync(string name)
    {
        var container = azurite.Server.CreateClient().GetBlobContainerClient($"ledger-{name}");
        await container.CreateIfNotExistsAsync();
        return container;
    }

    private static AdmissionLedger Ledger(BlobContainerClient container) =>
        new(new BlobLedgerStore(container), new FixedInspector(), new AdmissionLedgerOptions(), TimeProvider.System);

    private static LedgerPlace Place(string job) => LedgerPlace.Create(job, "ann", new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
}
