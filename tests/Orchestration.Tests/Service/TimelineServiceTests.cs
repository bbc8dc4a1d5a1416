using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>The timeline as the service gives it: history, audit log, and who may see what.</summary>
public sealed class TimelineServiceTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task What_operators_did_to_the_pool_and_the_job_is_told_with_their_names_to_operators_alone()
    {
        await using var harness = await StartAsync(azurite);
        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Paused, CancellationToken.None);
        var job = await harness.SubmitAndSettleAsync(new Caller("ada", KeyId: "key1"));
        Assert.Equal(JobState.QueuedGpu, job.State);
        var waiting = (await ReadAsync(harness, Ada, job.Id)).Entries.Single(e => e.Kind == TimelineKind.Waiting);
        Assert.Equal((PoolMode.Paused, null), (waiting.Mode!.Value, waiting.EndedAt));

        // Entries about others' jobs and pools are none of this job's.
        await harness.Get<ILimitsStore>().AuditAsync("root", "pool-paused", "another", CancellationToken.None);
        await harness.Get<ILimitsStore>().AuditAsync("root", "job-delete", "bob.7z2k4m9q1c3f8t5w0x6y2b", CancellationToken.None);
        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Active, CancellationToken.None);
        await harness.SettleAsync();
        await harness.EndAsync(job.Id);
        var (own, all) = (await ReadAsync(harness, Ada, job.Id), await ReadAsync(harness, Operator, job.Id));

        Assert.Equal(JobState.Completed, own.State);
        Assert.Equal(("pool-active", "default", new TimelineActor(TimelineRole.Operator)), Operators(own));
        Assert.Equal(("pool-active", "default", new TimelineActor(TimelineRole.Operator, "root")), Operators(all));
        Assert.Equal(new TimelineActor(TimelineRole.Owner, "ada", "key1"), own.Entries[0].By);
        Assert.Equal("upload", own.Entries[0].Name);
        Assert.All(own.Entries, e => Assert.Null(e.Host));
        Assert.All(all.Entries.Where(e => e.Kind == TimelineKind.Stage), e => Assert.StartsWith(Environment.MachineName, e.Host, StringComparison.Ordinal));
        Assert.Equal(TimelineOutcome.Granted, own.Entries.Single(e => e.Kind == TimelineKind.Waiting).Outcome);
        Assert.True(own.Times.Waiting > 0 && own.Times.Working > 0, $"{own.Times}");
    }

    [Fact]
    public async Task A_worker_that_dies_in_a_stage_leaves_a_run_that_was_interrupted()
    {
        await using var harness = await StartAsync(azurite);
        harness.RunTwice = true;
        var job = await harness.SubmitAndSettleAsync();

        var stages = (await ReadAsync(harness, Operator, job.Id)).Entries.Where(e => e.Kind == TimelineKind.Stage).ToList();

        Assert.Equal(16, stages.Count);
        Assert.All(stages, e => Assert.Equal(1, e.Attempt));
        Assert.Equal(8, stages.Count(e => e.Outcome == TimelineOutcome.Interrupted));
        Assert.Equal(8, stages.Count(e => e.Outcome is TimelineOutcome.Completed or TimelineOutcome.Reused));
    }

    [Fact]
    public async Task Who_retries_cancels_and_releases_is_told()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Before = (r, _) => r.Stage == Pipeline.Stages.Stage.Mix ? throw new Pipeline.Stages.StageException(ErrorCodes.EngineMissing, "No engine.") : Task.CompletedTask;
        var failed = await harness.SubmitAndSettleAsync();
        var retry = await harness.Jobs.RetryAsync(Operator, failed.Id, null, CancellationToken.None);
        await harness.Jobs.CancelAsync(new Caller("ada", KeyId: "key2"), retry.Job.Id, CancellationToken.None);
        await harness.SettleAsync();

        var ended = (await ReadAsync(harness, Ada, failed.Id)).Entries[^1];
        var entries = (await ReadAsync(harness, Operator, retry.Job.Id)).Entries;
        Assert.Equal((TimelineKind.Ended, TimelineOutcome.Failed, ErrorCodes.EngineMissing), (ended.Kind, ended.Outcome!.Value, ended.Code));
        Assert.Equal(("retry", failed.Id, new TimelineActor(TimelineRole.Operator, "root")), (entries[0].Name, entries[0].JobId, entries[0].By));
        Assert.Equal(new TimelineActor(TimelineRole.Owner, "ada", "key2"), entries.Single(e => e.Kind == TimelineKind.Cancel).By);
        Assert.Equal(TimelineOutcome.Cancelled, entries[^1].Outcome);
    }

    [Fact]
    public async Task A_video_in_the_container_is_told_as_such_and_a_history_that_was_purged_is_gone()
    {
        await using var harness = await StartAsync(azurite);
        var blob = harness.Areas.Input.GetBlobClient("ada/talk.mp4");
        await blob.UploadAsync(BinaryData.FromString("a video"), new Azure.Storage.Blobs.Models.BlobUploadOptions { Metadata = new Dictionary<string, string> { ["targetLanguage"] = "es" } });
        var id = (await harness.Intake.HandleAsync("ada/talk.mp4", CancellationToken.None)).JobId!;
        await harness.SettleAsync();
        var submitted = (await ReadAsync(harness, Ada, id)).Entries[0];
        Assert.Equal(("blob", null), (submitted.Name, submitted.By));

        await harness.Client.PurgeInstanceAsync(id);

        Assert.Equal(JobState.Completed, (await harness.GetAsync(id)).State);
        Assert.Equal(ErrorCodes.HistoryGone, await CodeAsync(harness, Ada, id));
        Assert.Equal(ErrorCodes.NotFound, await CodeAsync(harness, Bob, id));
        Assert.Equal(ErrorCodes.NotFound, await CodeAsync(harness, Ada, "ada.7z2k4m9q1c3f8t5w0x6y2b"));
    }

    private static (string?, string?, TimelineActor?) Operators(JobTimeline timeline)
    {
        var entry = Assert.Single(timeline.Entries, e => e.Kind == TimelineKind.Operator);
        return (entry.Name, entry.Pool, entry.By);
    }

    private static Task<JobTimeline> ReadAsync(ServiceHarness harness, Caller caller, string id) =>
        harness.Jobs.GetTimelineAsync(caller, id, null, 500, CancellationToken.None);

    private static async Task<string> CodeAsync(ServiceHarness harness, Caller caller, string id) =>
        (await Assert.ThrowsAsync<RequestException>(() => ReadAsync(harness, caller, id))).Code;
}
