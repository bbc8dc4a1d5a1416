using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Service;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Sources;

/// <summary>A service that may fetch from one real server on loopback.</summary>
public abstract class SourceTest(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private protected VideoServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await VideoServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    private protected Task<ServiceHarness> StartAsync(params (string Key, string Value)[] settings) => ServiceHarness.StartAsync(
        azurite,
        [
            ("source:enabled", "true"), ("source:allowed_hosts:0", Server.Authority), ("outbound:allowed_networks:0", "127.0.0.0/8"),
            ("retry:first_delay_seconds", "0.05"), ("retry:max_delay_seconds", "0.1"), ("retry:busy_delay_seconds", "0.05"), .. settings,
        ]);

    private protected async Task<JobView> SubmitAsync(ServiceHarness harness, string? address = null, Caller? caller = null, string? key = null) =>
        (await harness.Jobs.SubmitAddressAsync(
            caller ?? Ada, Command() with { SourceUrl = address ?? Server.Address, IdempotencyKey = key }, CancellationToken.None)).Job;

    private protected async Task<JobView> EndAsync(ServiceHarness harness, string? address = null)
    {
        var job = await SubmitAsync(harness, address);
        await harness.EndAsync(job.Id);
        return await harness.GetAsync(job.Id);
    }

    private protected async Task AssertFetchedAsync(ServiceHarness harness, JobView job)
    {
        Assert.Equal((JobState.Completed, null), (job.State, job.Error));
        await using var video = await harness.Jobs.OpenSourceAsync(Ada, job.Id, CancellationToken.None);
        using var content = new MemoryStream();
        await video.Content.CopyToAsync(content);
        Assert.Equal(Server.File, content.ToArray());
    }

    /// <summary>Neither a video nor blocks of one, and no address that a retry does not need.</summary>
    private protected static async Task AssertNothingStagedAsync(ServiceHarness harness)
    {
        await foreach (var blob in harness.Areas.Input.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, null, CancellationToken.None))
            Assert.Fail($"{blob.Name} is there still.");
    }
}
