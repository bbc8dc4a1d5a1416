using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>A write whose answer is lost is sent again by the client library, and must not be taken for somebody else's.</summary>
public sealed class LostAnswerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_document_that_was_written_by_the_lost_request_is_the_writers_own()
    {
        var container = await ContainerAsync();
        var json = new JsonBlobs(container);

        var first = await json.TryWriteAsync("a.json", "mine", null, CancellationToken.None);
        Assert.NotNull(first);
        var second = await json.TryWriteAsync("a.json", "mine too", first, CancellationToken.None);
        Assert.Equal((await json.ReadAsync<string>("a.json", CancellationToken.None))!.ETag, second);

        Assert.Null(await json.TryWriteAsync("a.json", "another's", null, CancellationToken.None));
        Assert.Null(await json.TryWriteAsync("a.json", "another's", first, CancellationToken.None));
        Assert.Equal("mine too", (await json.ReadAsync<string>("a.json", CancellationToken.None))!.Value);
    }

    [Fact]
    public async Task A_deletion_whose_answers_are_lost_is_noted_and_marked_by_the_first_who_asked()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        var areas = new BlobAreas(LosingClient(), harness.Get<StorageOptions>());
        using var limits = ActivatorUtilities.CreateInstance<BlobLimitsStore>(harness.Get<IServiceProvider>(), areas);

        await limits.AuditAsync("ada", "job-delete", job.Id, CancellationToken.None);
        Assert.True(await new DeletionMarks(areas).AddAsync(job.Id, new DeletionMark("ada", harness.Clock.GetUtcNow()), CancellationToken.None));
        Assert.Single(await limits.GetAuditAsync(10, CancellationToken.None), entry => entry.Details == job.Id);
    }

    [Fact]
    public async Task A_video_is_stored_although_the_first_answer_is_lost()
    {
        await using var harness = await StartAsync(azurite);
        var uploads = ActivatorUtilities.CreateInstance<UploadStore>(harness.Get<IServiceProvider>(), new BlobAreas(LosingClient(), harness.Get<StorageOptions>()));

        var source = await uploads.StoreAsync("ada", JobIds.New("ada", harness.Clock.GetUtcNow()), "talk.mp4", Video("a video"), 1000, CancellationToken.None);

        var stored = (await harness.Areas.Input.GetBlobClient(source.Blob).DownloadContentAsync()).Value;
        Assert.Equal(("a video", source.ETag), (stored.Content.ToString(), stored.Details.ETag.ToString()));
    }

    private async Task<BlobContainerClient> ContainerAsync()
    {
        var container = LosingClient().GetBlobContainerClient($"lost-{Guid.CreateVersion7():n}");
        await new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(container.Name).CreateAsync();
        return container;
    }

    private BlobServiceClient LosingClient()
    {
        var options = new BlobClientOptions { Transport = new HttpClientTransport(new LosesFirstAnswers(new SocketsHttpHandler())) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return new BlobServiceClient(azurite.ConnectionString, options);
    }

    /// <summary>Every upload arrives, and of each the first answer gets lost.</summary>
    private sealed class LosesFirstAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly HashSet<string> _lost = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var sent = request.Headers.TryGetValues("x-ms-client-request-id", out var ids) ? ids.Single() : "";
            lock (_lost)
            {
                if (request.Method != HttpMethod.Put || !_lost.Add(sent))
                    return response;
            }

            response.Dispose();
            throw new HttpRequestException("The connection was reset.");
        }
    }
}
