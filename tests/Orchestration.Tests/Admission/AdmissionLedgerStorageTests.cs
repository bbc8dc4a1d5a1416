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

    [Fact]
    public async Task A_single_instance_reads_only_what_it_did_not_write_itself()
    {
        var container = await ContainerAsync("single");
        var single = new BlobLedgerStore(container, new ServiceInstances(IsSingle: true));
        var version = await single.TryWriteAsync("1"u8.ToArray(), null, None);
        var blob = container.GetBlobClient("admission.json");
        await blob.UploadAsync(BinaryData.FromString("2"), overwrite: true);

        Assert.Equal(new LedgerDocument(version, null), await single.ReadAsync(version, None));

        // As after a write of which it is not known whether it came through.
        Assert.Equal("2", BinaryData.FromBytes((await single.ReadAsync(null, None)).Content!.Value).ToString());
        Assert.Null(await single.TryWriteAsync("3"u8.ToArray(), version, None));
        Assert.Equal("2", BinaryData.FromBytes((await new BlobLedgerStore(container, new ServiceInstances(IsSingle: false)).ReadAsync(version, None)).Content!.Value).ToString());
    }

    private async Task<BlobContainerClient> ContainerAsync(string name)
    {
        var container = azurite.Server.CreateClient().GetBlobContainerClient($"ledger-{name}");
        await container.CreateIfNotExistsAsync();
        return container;
    }

    private static AdmissionLedger Ledger(BlobContainerClient container) =>
        new(new BlobLedgerStore(container, new ServiceInstances(IsSingle: false)), new FixedInspector(), new AdmissionLedgerOptions(), TimeProvider.System);

    private static LedgerPlace Place(string job) => LedgerPlace.Create(job, "ann", new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
}
