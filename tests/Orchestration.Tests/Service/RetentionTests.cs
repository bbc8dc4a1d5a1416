using Azure;
using Azure.Storage.Blobs;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Maintenance;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class RetentionTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Everything_is_kept_for_its_days_and_not_longer()
    {
        await using var harness = await StartAsync(
            azurite, ("retention:inputs_days", "4"), ("retention:work_days", "5"), ("retention:outputs_days", "10"), ("retention:jobs_days", "12"));
        var job = await harness.SubmitAndSettleAsync(command: Command() with { IdempotencyKey = "k" });
        var outputs = (await ListAsync(harness.Areas.Output)).Count;
        var work = await ListAsync(harness.Areas.Work);
        var manifests = work.Count(IsManifest);
        Assert.True(manifests > 0 && work.Count > manifests);

        Assert.Equal(new RetentionReport(0, 0), await RunAsync(harness, 3.9));
        Assert.Equal(new RetentionReport(1, 0), await RunAsync(harness, 4.1));
        Assert.Empty(await ListAsync(harness.Areas.Input));

        // Files outlive the manifests that name them by a day.
        Assert.Equal(new RetentionReport(manifests, 0), await RunAsync(harness, 5.1));
        Assert.Equal(work.Count - manifests, (await ListAsync(harness.Areas.Work)).Count);
        Assert.Equal(new RetentionReport(work.Count - manifests, 0), await RunAsync(harness, 6.1));

        var small = (await ListAsync(harness.Areas.System)).Count(IsPerJob);
        Assert.Equal(new RetentionReport(small, 0), await RunAsync(harness, 9.9));
        Assert.Equal(new RetentionReport(outputs, 0), await RunAsync(harness, 10.1));

        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
        Assert.Equal(1, (await RunAsync(harness, 12.1)).Instances);
        Assert.Empty(await harness.InstancesAsync());

        Assert.Single(await ListAsync(harness.Areas.System), IsIdempotency);
        await RunAsync(harness, 31.1);
        Assert.DoesNotContain(await ListAsync(harness.Areas.System), IsIdempotency);
    }

    [Fact]
    public async Task What_is_kept_for_less_than_a_day_outlives_its_manifest_by_as_much()
    {
        await using var harness = await StartAsync(
            azurite, ("concurrency:queue_timeout", "90"), ("review:timeout_seconds", "60"), ("retention:work_days", "0.1"));
        await harness.SubmitAndSettleAsync();
        var work = await ListAsync(harness.Areas.Work);

        await RunAsync(harness, 0.19);
        Assert.Equal(work.Count - work.Count(IsManifest), (await ListAsync(harness.Areas.Work)).Count);

        await RunAsync(harness, 0.21);
        Assert.Empty(await ListAsync(harness.Areas.Work));
    }

    [Theory]
    [InlineData(7, 30, 3600)]
    [InlineData(0.01, 30, 864)]
    [InlineData(7, 0.001, 86.4)]
    public void Retention_looks_as_often_as_the_shortest_time_asks(double inputs, double jobs, double seconds) =>
        Assert.Equal(seconds, new RetentionOptions { InputsDays = inputs, JobsDays = jobs }.Interval.TotalSeconds, 6);

    [Fact]
    public async Task The_audit_log_is_kept_for_its_days()
    {
        await using var harness = await StartAsync(azurite, ("retention:audit_days", "90"));
        var job = await harness.SubmitAndSettleAsync();
        await harness.Jobs.DeleteAsync(Ada, job.Id, CancellationToken.None);

        await RunAsync(harness, 89.9);
        Assert.Single(await ListAsync(harness.Areas.System), IsAudit);

        await RunAsync(harness, 90.1);
        Assert.DoesNotContain(await ListAsync(harness.Areas.System), IsAudit);
    }

    [Fact]
    public async Task A_job_that_has_not_ended_is_never_purged()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: Command() with { Review = true });
        Assert.Equal(JobState.AwaitingReview, job.State);

        Assert.Equal(0, (await RunAsync(harness, 400)).Instances);

        Assert.Equal(JobState.AwaitingReview, (await harness.GetAsync(job.Id)).State);
    }

    [Fact]
    public async Task Results_that_are_used_again_begin_their_days_anew()
    {
        await using var harness = await StartAsync(azurite);
        await harness.SubmitAndSettleAsync();
        var before = await VersionsAsync(harness.Areas.Work);

        harness.Clock.Ahead = TimeSpan.FromHours(11);
        Assert.All((await harness.SubmitAndSettleAsync()).Stages, s => Assert.True(s.Reused));
        Assert.Equal(before, await VersionsAsync(harness.Areas.Work));

        harness.Clock.Ahead = TimeSpan.FromHours(13);
        Assert.All((await harness.SubmitAndSettleAsync()).Stages, s => Assert.True(s.Reused));
        var after = await VersionsAsync(harness.Areas.Work);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(after, blob => Assert.NotEqual(before[blob.Key], blob.Value));
    }

    [Fact]
    public async Task Results_whose_files_are_gone_are_made_again()
    {
        await using var harness = await StartAsync(azurite);
        await harness.SubmitAndSettleAsync();
        var lost = (await ListAsync(harness.Areas.Work)).Single(n => n.EndsWith("/" + Artifacts.Transcript, StringComparison.Ordinal));
        await harness.Areas.Work.DeleteBlobAsync(lost);
        harness.Runner.Ran.Clear();
        harness.Clock.Ahead = TimeSpan.FromHours(13);

        var job = await harness.SubmitAndSettleAsync();

        Assert.Equal(JobState.Completed, job.State);
        Assert.Contains(Stage.Transcribe, harness.Runner.Ran);
        Assert.DoesNotContain(Stage.Separate, harness.Runner.Ran);
    }

    private static bool IsManifest(string name) => name.EndsWith("/manifest.json", StringComparison.Ordinal);

    private static bool IsIdempotency(string name) => name.StartsWith("idempotency/", StringComparison.Ordinal);

    private static bool IsAudit(string name) => name.StartsWith("audit/", StringComparison.Ordinal);

    private static bool IsPerJob(string name) =>
        name.StartsWith("stop/", StringComparison.Ordinal) || name.StartsWith("progress/", StringComparison.Ordinal);

    private static Task<RetentionReport> RunAsync(ServiceHarness harness, double days)
    {
        harness.Clock.Ahead = TimeSpan.FromDays(days);
        return harness.Get<RetentionRunner>().RunAsync(CancellationToken.None);
    }

    private static async Task<Dictionary<string, ETag>> VersionsAsync(BlobContainerClient container)
    {
        var versions = new Dictionary<string, ETag>();
        await foreach (var blob in container.GetBlobsAsync())
            versions[blob.Name] = blob.Properties.ETag!.Value;
        return versions;
    }
}
