using Azure.Storage.Blobs.Models;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class IntakeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_blob_becomes_one_job_however_often_it_is_announced()
    {
        await using var harness = await StartAsync(azurite);
        await UploadAsync(harness, "ada/my talk.mp4", ("targetlanguage", "es"), ("review", "true"));
        var outcomes = new List<IntakeOutcome>();
        for (var i = 0; i < 3; i++)
            outcomes.Add(await harness.Intake.HandleAsync("ada/my talk.mp4", CancellationToken.None));
        Assert.Equal([IntakeResult.Started, IntakeResult.Duplicate, IntakeResult.Duplicate], outcomes.Select(o => o.Result));
        Assert.Single(outcomes.Select(o => o.JobId).Distinct());
        var job = await harness.GetAsync(outcomes[0].JobId!);
        Assert.Equal("my talk.mp4", job.FileName);
        Assert.True(job.Review);

        // Another version of the blob is another job.
        await UploadAsync(harness, "ada/my talk.mp4", ("targetlanguage", "es"));
        Assert.Equal(IntakeResult.Started, (await harness.Intake.HandleAsync("ada/my talk.mp4", CancellationToken.None)).Result);
    }

    [Theory]
    [InlineData("targetlanguage", "xx", ErrorCodes.UnsupportedLanguage)]
    [InlineData("other", "es", ErrorCodes.InvalidRequest)]
    public async Task A_blob_that_cannot_be_taken_tells_its_owner_why(string key, string value, string code)
    {
        await using var harness = await StartAsync(azurite);
        await UploadAsync(harness, "ada/a.mp4", (key, value));
        var outcome = await harness.Intake.HandleAsync("ada/a.mp4", CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal(IntakeResult.Rejected, outcome.Result);
        var job = Assert.Single((await harness.Jobs.ListAsync(Ada, new JobFilter(), CancellationToken.None)).Jobs);
        Assert.Equal(JobState.Rejected, job.State);
        Assert.Equal(code, job.Error!.Code);
    }

    [Fact]
    public async Task A_blob_may_ask_for_a_transcript_which_needs_no_target()
    {
        await using var harness = await StartAsync(azurite);
        await UploadAsync(harness, "ada/a.mp4", ("output", "transcript"));
        var outcome = await harness.Intake.HandleAsync("ada/a.mp4", CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal(IntakeResult.Started, outcome.Result);
        var job = await harness.GetAsync(outcome.JobId!);
        Assert.Equal((JobState.Completed, Contract.Dubbing.OutputKind.Transcript), (job.State, job.Options.Output));
    }

    [Fact]
    public async Task A_blob_that_finds_the_queue_full_is_not_lost()
    {
        await using var harness = await StartAsync(azurite, ("limits:max_queue_size", "1"));
        await harness.SubmitAsync(Bob);
        await UploadAsync(harness, "ada/a.mp4", ("targetlanguage", "es"));
        await harness.Intake.HandleAsync("ada/a.mp4", CancellationToken.None);
        await harness.SettleAsync();
        var job = Assert.Single((await harness.Jobs.ListAsync(Ada, new JobFilter(), CancellationToken.None)).Jobs);
        Assert.Equal(ErrorCodes.QueueFull, job.Error!.Code);
        Assert.True(job.Error.Retryable);
        var retry = await harness.Jobs.RetryAsync(Ada, job.Id, null, CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(retry.Job.Id)).State);
    }

    [Fact]
    public async Task Uploads_of_the_api_and_strange_paths_start_nothing()
    {
        await using var harness = await StartAsync(azurite);
        foreach (var path in new[] { "ada/some/x.mp4", "x.mp4", "Not A User/x.mp4", "ada/", "ada/nothing.mp4" })
        {
            var outcome = await harness.Intake.HandleAsync(path, CancellationToken.None);
            Assert.True(outcome.Result is IntakeResult.Ignored or IntakeResult.Gone, path);
        }

        Assert.Empty(await harness.InstancesAsync());
    }

    private static async Task UploadAsync(ServiceHarness harness, string path, params (string Key, string Value)[] metadata)
    {
        var options = new BlobUploadOptions { Metadata = metadata.ToDictionary(m => m.Key, m => m.Value) };
        await harness.Areas.Input.GetBlobClient(path).UploadAsync(BinaryData.FromString("a video"), options);
    }
}
