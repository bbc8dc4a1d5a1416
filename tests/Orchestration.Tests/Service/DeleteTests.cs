using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>A deleted job is gone at once, and soon nothing is left of it but what another job needs.</summary>
public sealed class DeleteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    // Looks come at 1, 3, 7, 15 and 31 s.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_job()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: Command() with { IdempotencyKey = "k" });
        Assert.NotEmpty(await ListAsync(harness.Areas.Output));

        await harness.Jobs.DeleteAsync(Ada, job.Id, CancellationToken.None);

        await AssertHiddenAsync(harness, job.Id);
        await ErasedAsync(harness, job.Id);
        Assert.Empty(await ListAsync(harness.Areas.Input));
        Assert.Empty(await ListAsync(harness.Areas.Output));
        Assert.Empty(await ListAsync(harness.Areas.Work));
        Assert.DoesNotContain(await ListAsync(harness.Areas.System), name => name.Contains(job.Id, StringComparison.Ordinal) || name.StartsWith(BlobPaths.IdempotencyPrefix, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(harness.Get<LocalWorkspace>().CacheDirectory));
        Assert.Null(await harness.Client.GetInstanceAsync(job.Id));
        var entry = Assert.Single(await harness.Admin.GetAuditAsync(10, CancellationToken.None));
        Assert.Equal(("ada", "job-delete", job.Id), (entry.By, entry.Action, entry.Details));
    }

    [Fact]
    public async Task A_job_is_deleted_once_and_only_by_its_owner_or_an_admin()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        await AssertNotFoundAsync(() => harness.Jobs.DeleteAsync(Bob, job.Id, CancellationToken.None));
        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);

        var codes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CodeOfAsync(() => harness.Jobs.DeleteAsync(Operator, job.Id, CancellationToken.None))));
        Assert.Equal([null, .. Enumerable.Repeat(ErrorCodes.NotFound, 4)], codes.Order());
        await ErasedAsync(harness, job.Id);
    }

    [Theory]
    [InlineData(Stage.Transcribe)]
    [InlineData(Stage.Mux)]
    public async Task A_job_that_runs_is_stopped_and_gives_back_what_it_holds(Stage stage)
    {
        await using var harness = await StartAsync(azurite, ("concurrency:max_global_jobs", "1"));
        var running = new TaskCompletionSource();
        harness.Runner.Before = async (request, cancellationToken) =>
        {
            if (request.Stage == stage && running.TrySetResult())
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        };
        var job = await harness.SubmitAsync();
        harness.Open();
        await running.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await harness.Jobs.DeleteAsync(Ada, job.Id, CancellationToken.None);

        await AssertHiddenAsync(harness, job.Id);
        await ErasedAsync(harness, job.Id);
        Assert.Empty(await ListAsync(harness.Areas.Input));
        Assert.Empty(await ListAsync(harness.Areas.Output));
        Assert.Empty(await ListAsync(harness.Areas.Work));
        Assert.Equal(JobState.Completed, (await harness.SubmitAndSettleAsync()).State);
    }

    [Fact]
    public async Task A_job_in_review_is_deleted_with_its_edits()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: Command() with { Review = true });
        var document = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        await harness.Jobs.PutSubtitlesAsync(Ada, job.Id, [.. document.Cues.Select(c => c with { Translation = "Hola." })], document.ETag, CancellationToken.None);

        await harness.Jobs.DeleteAsync(Ada, job.Id, CancellationToken.None);

        await ErasedAsync(harness, job.Id);
        Assert.Empty(await ListAsync(harness.Areas.Input));
        Assert.Empty(await ListAsync(harness.Areas.Work));
    }

    [Fact]
    public async Task What_another_job_needs_stays_until_it_is_deleted_too()
    {
        await using var harness = await StartAsync(azurite);
        var first = await harness.SubmitAndSettleAsync();
        var again = (await harness.Jobs.RetryAsync(Ada, first.Id, Contract.Dubbing.Stage.Translate, CancellationToken.None)).Job;
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(again.Id)).State);

        await harness.Jobs.DeleteAsync(Ada, first.Id, CancellationToken.None);
        await KeptAsync(harness, first.Id);

        await using (var source = await harness.Jobs.OpenSourceAsync(Ada, again.Id, CancellationToken.None))
            Assert.True(source.Content.Length > 0);
        var ran = harness.Runner.Ran.Count;
        var third = (await harness.Jobs.RetryAsync(Ada, again.Id, null, CancellationToken.None)).Job;
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(third.Id)).State);
        // The first job's own translation is gone; what the second one used of it is not.
        Assert.Equal([Stage.Translate, Stage.Synthesize, Stage.Mix, Stage.Mux], harness.Runner.Ran.Skip(ran));

        await harness.Jobs.DeleteAsync(Ada, again.Id, CancellationToken.None);
        await harness.Jobs.DeleteAsync(Ada, third.Id, CancellationToken.None);
        harness.Open();
        foreach (var area in new[] { harness.Areas.Work, harness.Areas.Input, harness.Areas.Output })
            await Eventually.IsTrueAsync($"nothing is left in {area.Name}", async () => (await ListAsync(area)).Count == 0, Limit);
    }

    [Theory]
    [InlineData("a video", 0)]
    [InlineData("the same sound in another file", 1)]
    public async Task Work_that_a_running_job_may_come_to_use_waits_for_its_end(string content, int transcribed)
    {
        await using var harness = await StartAsync(azurite);
        var first = await harness.SubmitAndSettleAsync();
        var second = await harness.SubmitAsync(command: Command(target: "de"), content: content);

        Assert.True(await harness.Get<DeletionMarks>().AddAsync(first.Id, new DeletionMark("ada", harness.Clock.GetUtcNow()), CancellationToken.None));
        Assert.Equal(ErasureState.Shares, await harness.Get<JobEraser>().EraseAsync(first.Id, CancellationToken.None));
        var ran = harness.Runner.Ran.Count;
        await harness.SettleAsync();

        Assert.Equal(JobState.Completed, (await harness.GetAsync(second.Id)).State);
        Assert.Equal(transcribed, harness.Runner.Ran.Skip(ran).Count(stage => stage == Stage.Transcribe));
        await Eventually.IsTrueAsync("erased", async () => await harness.Get<JobEraser>().EraseAsync(first.Id, CancellationToken.None) == ErasureState.Done, Limit);
        await using var result = await harness.Jobs.OpenFileAsync(Ada, second.Id, "dubbed.mp4", CancellationToken.None);
        Assert.True(result.Content.Length > 0);
        Assert.Equal(ErasureState.Done, await harness.Get<JobEraser>().EraseAsync(first.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_deletion_that_a_crash_cut_off_is_taken_up_by_retention()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        // The host died before it started the orchestration.
        await harness.Get<DeletionMarks>().AddAsync(job.Id, new DeletionMark("ada", harness.Clock.GetUtcNow()), CancellationToken.None);
        await AssertHiddenAsync(harness, job.Id);

        await harness.Get<RetentionRunner>().RunAsync(CancellationToken.None);

        await ErasedAsync(harness, job.Id);
        Assert.Empty(await ListAsync(harness.Areas.Output));
    }

    [Fact]
    public async Task A_video_that_another_job_keeps_is_not_taken_in_again()
    {
        await using var harness = await StartAsync(azurite);
        await harness.Areas.Input.GetBlobClient("ada/talk.mp4").UploadAsync(Video(), new Azure.Storage.Blobs.Models.BlobUploadOptions
        {
            Metadata = new Dictionary<string, string> { ["targetlanguage"] = "es" },
        });
        var taken = await harness.Intake.HandleAsync("ada/talk.mp4", CancellationToken.None);
        Assert.Equal(IntakeResult.Started, taken.Result);
        await harness.SettleAsync();
        var again = (await harness.Jobs.RetryAsync(Ada, taken.JobId!, null, CancellationToken.None)).Job;
        await harness.SettleAsync();

        await harness.Jobs.DeleteAsync(Ada, taken.JobId!, CancellationToken.None);
        await KeptAsync(harness, taken.JobId!);

        Assert.Equal(IntakeResult.Duplicate, (await harness.Intake.HandleAsync("ada/talk.mp4", CancellationToken.None)).Result);
        Assert.Equal([again.Id], (await harness.Jobs.ListAsync(Ada, new JobFilter(), CancellationToken.None)).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task The_upload_of_a_deleted_job_is_none_any_more()
    {
        await using var harness = await StartAsync(azurite);
        var link = await harness.Jobs.CreateUploadAsync(Ada, "talk.mp4", 7, CancellationToken.None);
        await new Azure.Storage.Blobs.BlobClient(link.Url).UploadAsync(Video());
        var job = (await harness.Jobs.SubmitUploadedAsync(Ada, Command(), link.UploadId, CancellationToken.None)).Job;
        await harness.SettleAsync();
        await harness.Jobs.RetryAsync(Ada, job.Id, null, CancellationToken.None);
        await harness.SettleAsync();

        await harness.Jobs.DeleteAsync(Ada, job.Id, CancellationToken.None);
        await KeptAsync(harness, job.Id);

        await AssertNotFoundAsync(() => harness.Jobs.SubmitUploadedAsync(Ada, Command(), link.UploadId, CancellationToken.None));
        Assert.Null(await harness.Client.GetInstanceAsync(job.Id));
    }

    private static async Task AssertHiddenAsync(ServiceHarness harness, string jobId)
    {
        Assert.DoesNotContain((await harness.Jobs.ListAsync(Ada, new JobFilter(), CancellationToken.None)).Jobs, job => job.Id == jobId);
        Assert.DoesNotContain((await harness.Jobs.ListAsync(Operator, new JobFilter(AllUsers: true), CancellationToken.None)).Jobs, job => job.Id == jobId);
        await AssertNotFoundAsync(() => harness.GetAsync(jobId));
        await AssertNotFoundAsync(() => harness.Jobs.OpenFileAsync(Ada, jobId, "dubbed.mp4", CancellationToken.None));
        await AssertNotFoundAsync(() => harness.Jobs.OpenSourceAsync(Ada, jobId, CancellationToken.None));
        await AssertNotFoundAsync(() => harness.Jobs.CancelAsync(Ada, jobId, CancellationToken.None));
        await AssertNotFoundAsync(() => harness.Jobs.DeleteAsync(Ada, jobId, CancellationToken.None));
    }

    private static async Task<string?> CodeOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (RequestException e)
        {
            return e.Code;
        }
    }

    private static async Task AssertNotFoundAsync(Func<Task> call) =>
        Assert.Equal(ErrorCodes.NotFound, await CodeOfAsync(call));

    private static Task ErasedAsync(ServiceHarness harness, string jobId)
    {
        harness.Open();
        return Eventually.IsTrueAsync($"{jobId} is erased", async () => !await harness.Get<DeletionMarks>().ContainsAsync(jobId, CancellationToken.None), Limit);
    }

    /// <summary>Erased, but for a video that another job has.</summary>
    private static Task KeptAsync(ServiceHarness harness, string jobId)
    {
        harness.Open();
        return Eventually.IsTrueAsync(
            $"{jobId} is erased", async () => (await harness.Get<DeletionMarks>().FindAsync(jobId, CancellationToken.None))?.Erased is not null, Limit);
    }
}
