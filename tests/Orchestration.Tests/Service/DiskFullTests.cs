using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>A disk without room: nothing new is taken, what is there waits, nothing is lost, and it goes on by itself.</summary>
public sealed class DiskFullTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int NoDiskHasThat = int.MaxValue;

    [Fact]
    public async Task No_job_is_taken_from_anywhere_and_both_ways_are_open_again_when_there_is_room()
    {
        await using var harness = await StartAsync(azurite, ("limits:max_queue_size", "1"));
        var cached = Path.Combine(harness.Get<LocalWorkspace>().CacheDirectory, "something");
        await File.WriteAllTextAsync(cached, "made once, and could be made again");
        await harness.Areas.Input.GetBlobClient("ada/a.mp4").UploadAsync(
            Video(), new Azure.Storage.Blobs.Models.BlobUploadOptions { Metadata = new Dictionary<string, string> { ["targetlanguage"] = "es" } });
        var storage = harness.Get<StorageOptions>();
        var normal = storage.MinFreeMb;
        storage.MinFreeMb = NoDiskHasThat;

        var video = new MemoryStream([1, 2, 3]);
        var refusal = await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.SubmitAsync(Ada, Command(), video, CancellationToken.None));
        Assert.Equal((ErrorCodes.DiskFull, TimeSpan.FromMinutes(1)), (refusal.Code, refusal.RetryAfter));
        Assert.Equal(0, video.Position);
        await Assert.ThrowsAsync<RequestException>(() => harness.Intake.HandleAsync("ada/a.mp4", CancellationToken.None));
        Assert.Empty((await harness.Jobs.ListAsync(Ada, new JobFilter(), CancellationToken.None)).Jobs);
        Assert.False(File.Exists(cached));

        storage.MinFreeMb = normal;
        Assert.Equal(IntakeResult.Started, (await harness.Intake.HandleAsync("ada/a.mp4", CancellationToken.None)).Result);
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.SubmitAndSettleAsync()).State);
    }

    [Fact]
    public async Task A_job_waits_before_its_next_stage_until_there_is_room()
    {
        await using var harness = await StartAsync(azurite, ("retry:first_delay_seconds", "0.05"), ("retry:max_delay_seconds", "0.05"));
        var storage = harness.Get<StorageOptions>();
        var normal = storage.MinFreeMb;
        harness.Runner.Before = (r, _) =>
        {
            if (r.Stage == Stage.Extract)
                storage.MinFreeMb = NoDiskHasThat;
            return Task.CompletedTask;
        };
        var job = await harness.SubmitAsync();
        harness.Open();
        await Eventually.IsTrueAsync("the stage was tried again and again", async () => Separation(await harness.GetAsync(job.Id)).Attempts > 3);
        Assert.DoesNotContain(Stage.Separate, harness.Runner.Ran);

        storage.MinFreeMb = normal;
        await harness.EndAsync(job.Id);
        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
        Assert.Single(harness.Runner.Ran, Stage.Separate);
    }

    [Theory]
    [InlineData(5, JobState.Completed, 4)]
    [InlineData(2, JobState.Failed, 2)]
    public async Task A_stage_that_itself_takes_more_room_than_there_is_is_not_tried_for_ever(int maxAttempts, JobState end, int attempts)
    {
        await using var harness = await StartAsync(azurite, ("retry:first_delay_seconds", "0.05"), ("retry:max_delay_seconds", "0.05"), ("retry:max_attempts", $"{maxAttempts}"));
        var failures = 3;
        harness.Runner.Before = (r, _) => r.Stage == Stage.Mix && failures-- > 0
            ? throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28)
            : Task.CompletedTask;
        var job = await harness.SubmitAndSettleAsync();
        Assert.Equal((end, end == JobState.Failed ? ErrorCodes.DiskFull : null), (job.State, job.Error?.Code));
        Assert.Equal(attempts, job.Stages.Single(s => s.Stage.ToString() == nameof(Stage.Mix)).Attempts);
    }

    private static StageView Separation(JobView job) => job.Stages.Single(s => s.Stage.ToString() == nameof(Stage.Separate));
}
