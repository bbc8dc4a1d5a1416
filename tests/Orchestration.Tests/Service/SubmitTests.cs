using System.Net;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class SubmitTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task The_job_of_a_key_is_found_by_its_owner_as_long_as_it_exists()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAsync(command: Command() with { IdempotencyKey = "known" });

        Assert.Equal(job.Id, Assert.Single((await harness.Jobs.ListAsync(Ada, new JobFilter(IdempotencyKey: "known"), CancellationToken.None)).Jobs).Id);
        Assert.Empty((await harness.Jobs.ListAsync(Ada, new JobFilter(IdempotencyKey: "unknown"), CancellationToken.None)).Jobs);
        Assert.Empty((await harness.Jobs.ListAsync(Bob, new JobFilter(IdempotencyKey: "known"), CancellationToken.None)).Jobs);
    }

    [Fact]
    public async Task A_profile_brings_its_pool_and_its_limit_and_is_stamped_into_the_job()
    {
        await using var harness = await StartAsync(azurite, ("scheduling:pools:remote:capacity", "2"));
        harness.Runner.Profiles.AddRange([new("plain", null, null, null, harness.Runner.Catalogue), new("hosted", null, "remote", 30, harness.Runner.Catalogue)]);
        var longest = new HashSet<TimeSpan>();
        harness.Runner.Before = (request, _) => Task.FromResult(longest.Add(request.Limits.MaxDuration));
        var hosted = Command() with { Options = Command().Options with { Profile = "hosted" } };

        var job = await harness.SubmitAndSettleAsync(command: hosted);
        Assert.Equal((JobState.Completed, "remote", "hosted"), (job.State, job.Pool, job.Options.Profile));
        Assert.Equal(TimeSpan.FromMinutes(30), Assert.Single(longest));
        Assert.Equal("default", (await harness.SubmitAsync(Bob, hosted with { Pool = "default" })).Pool);

        // The default of today, also if the list has another order tomorrow.
        var plain = await harness.SubmitAsync(Bob, content: "another");
        Assert.Equal(("plain", "default"), (plain.Options.Profile, plain.Pool));

        var refused = await Assert.ThrowsAsync<RequestException>(() => harness.SubmitAsync(command: Command() with { Options = Command().Options with { Profile = "gold" } }));
        Assert.Equal(ErrorCodes.InvalidRequest, refused.Code);

        // Taken out of the list meanwhile: a retry says so instead of using another engine.
        harness.Runner.Profiles.RemoveAt(1);
        Assert.Equal(ErrorCodes.InvalidRequest, (await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.RetryAsync(Ada, job.Id, null, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task A_hundred_identical_submissions_at_once_are_one_job()
    {
        await using var harness = await StartAsync(azurite);
        var command = Command() with { IdempotencyKey = "same" };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            Task.Run(() => harness.Jobs.SubmitAsync(Ada, command, Video(), CancellationToken.None))));
        Assert.Single(outcomes.Select(o => o.Job.Id).Distinct());
        Assert.Single(outcomes, o => !o.Replayed);
        Assert.Single(await harness.InstancesAsync());
        Assert.Single(await ListAsync(harness.Areas.Input));

        // The same key of another user is another key.
        Assert.False((await harness.Jobs.SubmitAsync(Bob, command, Video(), CancellationToken.None)).Replayed);
    }

    [Fact]
    public async Task A_key_cannot_be_used_for_another_request()
    {
        await using var harness = await StartAsync(azurite);
        var command = Command() with { IdempotencyKey = "k" };
        await harness.SubmitAsync(command: command);
        foreach (var attempt in new Func<Task>[]
        {
            () => harness.SubmitAsync(command: command with { FileName = "other.mp4" }),
            () => harness.SubmitAsync(command: command with { Review = true }),
            () => harness.SubmitAsync(command: command, content: "another video"),
        })
        {
            Assert.Equal(ErrorCodes.IdempotencyMismatch, (await Assert.ThrowsAsync<RequestException>(attempt)).Code);
        }

        Assert.Single(await harness.InstancesAsync());
    }

    [Fact]
    public async Task A_repeated_request_is_the_same_after_the_glossary_changed()
    {
        await using var harness = await StartAsync(azurite);
        var command = Command() with { IdempotencyKey = "k" };
        await harness.Jobs.PutGlossaryAsync(Ada, [new("TransVox")], CancellationToken.None);
        var first = await harness.Jobs.SubmitAsync(Ada, command, Video(), CancellationToken.None);
        await harness.Jobs.PutGlossaryAsync(Ada, [new("slot", "ranura")], CancellationToken.None);

        var again = await harness.Jobs.SubmitAsync(Ada, command, Video(), CancellationToken.None);

        Assert.Equal((first.Job.Id, true), (again.Job.Id, again.Replayed));
        Assert.Equal("TransVox", Assert.Single(again.Job.Options.Glossary).Source);
    }

    [Fact]
    public async Task A_key_whose_request_failed_is_free_again()
    {
        await using var harness = await StartAsync(azurite);
        var command = Command() with { IdempotencyKey = "k" };
        await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.SubmitAsync(Ada, command, new MemoryStream(), CancellationToken.None));
        Assert.False((await harness.Jobs.SubmitAsync(Ada, command, Video(), CancellationToken.None)).Replayed);
    }

    [Fact]
    public async Task A_job_whose_host_died_before_the_answer_is_found_again_by_its_key()
    {
        await using var harness = await StartAsync(azurite);
        var command = Command() with { IdempotencyKey = "k" };
        var job = await harness.SubmitAsync(command: command);

        // The record as it is left when the process dies between start and answer.
        var json = new JsonBlobs(harness.Areas.System);
        var path = (await ListAsync(harness.Areas.System)).Single(n => n.StartsWith("idempotency/", StringComparison.Ordinal));
        var record = (await json.ReadAsync<IdempotencyRecord>(path, CancellationToken.None))!.Value;
        await json.WriteAsync(path, record with { VideoHash = null, At = record.At.AddMinutes(-5) }, CancellationToken.None);
        var again = await harness.Jobs.SubmitAsync(Ada, command, Video(), CancellationToken.None);
        Assert.Equal((job.Id, true), (again.Job.Id, again.Replayed));
        Assert.Single(await harness.InstancesAsync());
    }

    [Fact]
    public async Task The_queue_never_takes_more_than_its_bound()
    {
        await using var harness = await StartAsync(azurite, ("limits:max_queue_size", "7"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            try
            {
                await harness.SubmitAsync(new Caller($"user{i % 9}"));
                return "accepted";
            }
            catch (RequestException e)
            {
                Assert.InRange(e.RetryAfter!.Value.TotalSeconds, 1, 3600);
                return e.Code;
            }
        })));
        Assert.Equal(7, answers.Count(a => a == "accepted"));
        Assert.Equal(53, answers.Count(a => a == ErrorCodes.QueueFull));
        Assert.Equal(7, (await harness.InstancesAsync()).Count);
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.SubmitAndSettleAsync()).State);
    }

    [Fact]
    public async Task A_busy_user_is_refused_with_the_active_job_when_so_configured()
    {
        await using var harness = await StartAsync(azurite, ("scheduling:when_user_busy", "reject"));
        var first = await harness.SubmitAsync();
        var e = await Assert.ThrowsAsync<RequestException>(() => harness.SubmitAsync());
        Assert.Equal(ErrorCodes.UserBusy, e.Code);
        Assert.Equal(first.Id, e.ActiveJobId);
        await harness.SubmitAsync(Bob);
        await harness.SettleAsync();
        await harness.SubmitAsync();
    }

    [Fact]
    public async Task A_video_uploaded_through_a_link_becomes_a_job_once()
    {
        await using var harness = await StartAsync(azurite);
        var link = await harness.Jobs.CreateUploadAsync(Ada, "über talk.mp4", 10, CancellationToken.None);
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<RequestException>(
            () => harness.Jobs.SubmitUploadedAsync(Ada, Command(), link.UploadId, CancellationToken.None))).Code);

        using var http = new HttpClient();
        using var put = new HttpRequestMessage(HttpMethod.Put, link.Url) { Content = new StringContent("a video") };
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        Assert.Equal(HttpStatusCode.Created, (await http.SendAsync(put)).StatusCode);

        // Write-only, and this blob only.
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(link.Url)).StatusCode);
        using var other = new HttpRequestMessage(HttpMethod.Put, link.Url.ToString().Replace("talk", "walk", StringComparison.Ordinal)) { Content = new StringContent("x") };
        other.Headers.Add("x-ms-blob-type", "BlockBlob");
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(other)).StatusCode);

        var outcome = await harness.Jobs.SubmitUploadedAsync(Ada, Command("über talk.mp4"), link.UploadId, CancellationToken.None);
        Assert.False(outcome.Replayed);
        Assert.True((await harness.Jobs.SubmitUploadedAsync(Ada, Command("über talk.mp4"), link.UploadId, CancellationToken.None)).Replayed);
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<RequestException>(
            () => harness.Jobs.SubmitUploadedAsync(Bob, Command(), link.UploadId, CancellationToken.None))).Code);
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(outcome.Job.Id)).State);
    }

    [Fact]
    public async Task A_video_that_is_replaced_after_its_submission_is_not_dubbed()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAsync();
        var blob = harness.Areas.Input.GetBlobClient((await ListAsync(harness.Areas.Input)).Single());
        await blob.UploadAsync(BinaryData.FromString("something else"), overwrite: true);
        await harness.SettleAsync();
        var view = await harness.GetAsync(job.Id);
        Assert.Equal(JobState.Rejected, view.State);
        Assert.Equal(ErrorCodes.Conflict, view.Error!.Code);
    }

    [Fact]
    public async Task Waiting_jobs_know_their_place()
    {
        await using var harness = await StartAsync(azurite, ("concurrency:max_global_jobs", "1"));
        await harness.SubmitAndSettleAsync(content: "to learn from");
        var hold = new TaskCompletionSource();
        harness.Runner.Before = (r, _) => r.Stage == Stage.Separate ? hold.Task : Task.CompletedTask;
        harness.Open();
        var running = await harness.SubmitAsync();
        await Eventually.IsTrueAsync("Ada runs", async () => (await harness.GetAsync(running.Id)).State == JobState.Running);
        var waiting = await harness.SubmitAsync(Bob);
        await Eventually.IsTrueAsync("Bob waits", async () => (await harness.GetAsync(waiting.Id)).State == JobState.QueuedGpu);
        await Eventually.IsTrueAsync("his place is known", async () => (await harness.GetAsync(waiting.Id)).Queue is { Position: 1, Waiting: 1, EstimatedStart: not null, TimesOutAt: not null });
        var queue = await harness.Jobs.GetQueueAsync(Ada, CancellationToken.None);
        var entry = Assert.Single(queue.Waiting);
        Assert.Null(entry.JobId);
        Assert.Null(entry.UserId);
        Assert.False(entry.Mine);
        Assert.Equal(running.Id, Assert.Single(Assert.Single(queue.Pools).Leases).JobId);
        var me = await harness.Jobs.GetMeAsync(Ada, CancellationToken.None);
        Assert.Equal((1, 0), (me.Running, me.Waiting));

        // Who asks before submitting stands behind Bob, and longer videos take longer; it takes no place.
        var shorter = await harness.Jobs.ForecastAsync(Ada, new ForecastQuery(MediaSeconds: 10), CancellationToken.None);
        var longer = await harness.Jobs.ForecastAsync(Ada, new ForecastQuery(MediaSeconds: 3000), CancellationToken.None);
        var text = await harness.Jobs.ForecastAsync(Ada, new ForecastQuery(MediaSeconds: 3000, Output: OutputKind.Transcript), CancellationToken.None);
        Assert.All([shorter, longer, text], place => Assert.Equal((2, 2), (place.Position, place.Waiting)));
        Assert.True(shorter.EstimatedStart >= (await harness.GetAsync(waiting.Id)).Queue!.EstimatedStart);
        Assert.True(shorter.EstimatedFinish < text.EstimatedFinish && text.EstimatedFinish < longer.EstimatedFinish, $"{shorter} {text} {longer}");
        Assert.Equal(ErrorCodes.InvalidRequest, (await Assert.ThrowsAsync<RequestException>(
            () => harness.Jobs.ForecastAsync(Ada, new ForecastQuery(Pool: "nowhere"), CancellationToken.None))).Code);
        Assert.Single((await harness.Jobs.GetQueueAsync(Ada, CancellationToken.None)).Waiting);
        hold.SetResult();
        await Eventually.IsTrueAsync("all is done", async () => (await harness.GetAsync(waiting.Id)).State == JobState.Completed);
    }
}
