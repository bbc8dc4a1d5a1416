using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Sources;

/// <summary>Videos by address, from a real server that does what servers do.</summary>
public sealed class FetchTests(AzuriteFixture azurite) : SourceTest(azurite)
{
    [Fact]
    public async Task A_job_fetches_its_video_and_keeps_no_signature()
    {
        await using var harness = await StartAsync();

        var job = await EndAsync(harness);

        await AssertFetchedAsync(harness, job);
        Assert.Equal((Server.Root + "/talk.mp4", "talk.mp4"), (job.SourceUrl, job.FileName));
        var fetch = job.Stages[0];
        Assert.Equal((Stage.Fetch.ToWire(), StageState.Completed, 10L << 20, 10L << 20, 1), (fetch.Stage, fetch.State, fetch.Bytes, fetch.TotalBytes, fetch.Attempts));
        Assert.True(fetch.Seconds > 0);
        Assert.Equal(9, job.Stages.Count);
        Assert.DoesNotContain(await ListAsync(harness.Areas.System), name => name.StartsWith("fetch/", StringComparison.Ordinal));
        foreach (var name in new[] { "job.json", "log.txt" })
        {
            await using var file = await harness.Jobs.OpenFileAsync(Ada, job.Id, name, CancellationToken.None);
            using var reader = new StreamReader(file.Content);
            var text = await reader.ReadToEndAsync();
            Assert.Contains("/talk.mp4", text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        }

        Assert.Equal(job.SourceUrl, Assert.Single((await harness.Jobs.ExportAsync(Ada, CancellationToken.None)).Jobs).SourceUrl);
    }

    [Fact]
    public async Task Cancelling_ends_the_transfer_and_leaves_nothing()
    {
        var gone = new TaskCompletionSource();
        Server.Interfere = async (_, context, sent, stopping) =>
        {
            if (sent < 5 << 20)
                return false;
            await using var told = context.RequestAborted.Register(() => gone.TrySetResult());
            await gone.Task.WaitAsync(stopping);
            return true;
        };
        await using var harness = await StartAsync();
        var job = await SubmitAsync(harness);
        harness.Open();
        await Eventually.IsTrueAsync("it is under way", () => Server.Requests.FirstOrDefault()?.Sent >= 5 << 20);

        await harness.Jobs.CancelAsync(Ada, job.Id, CancellationToken.None);
        await harness.EndAsync(job.Id);

        Assert.Equal(JobState.Cancelled, (await harness.GetAsync(job.Id)).State);
        await gone.Task;
        await AssertNothingStagedAsync(harness);
    }

    [Fact]
    public async Task A_retry_fetches_what_is_missing_and_never_what_is_there()
    {
        Server.Interfere = (n, context, _, _) =>
        {
            if (n == 1)
                context.Response.StatusCode = 404;
            return Task.FromResult(n == 1);
        };
        await using var harness = await StartAsync();
        var failed = await EndAsync(harness);
        Assert.Equal((JobState.Rejected, ErrorCodes.SourceUnavailable), (failed.State, failed.Error!.Code));

        var retried = (await harness.Jobs.RetryAsync(Ada, failed.Id, null, CancellationToken.None)).Job;
        await harness.EndAsync(retried.Id);
        await AssertFetchedAsync(harness, await harness.GetAsync(retried.Id));
        Assert.Equal(2, Server.Requests.Count);

        var again = (await harness.Jobs.RetryAsync(Ada, retried.Id, Stage.Mux.ToWire(), CancellationToken.None)).Job;
        await harness.EndAsync(again.Id);
        var view = await harness.GetAsync(again.Id);
        await AssertFetchedAsync(harness, view);
        Assert.Equal((failed.SourceUrl, 8), (view.SourceUrl, view.Stages.Count));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task The_same_key_is_the_same_job_and_another_address_is_another_request()
    {
        await using var harness = await StartAsync();
        var job = await SubmitAsync(harness, key: "k");
        Assert.Equal(job.Id, (await SubmitAsync(harness, key: "k")).Id);
        var error = await Assert.ThrowsAsync<RequestException>(() => SubmitAsync(harness, Server.Root + "/other.mp4", key: "k"));
        Assert.Equal(ErrorCodes.IdempotencyMismatch, error.Code);
        Assert.Single(await harness.InstancesAsync(), id => id.StartsWith("ada.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleting_the_job_removes_the_video_and_the_address()
    {
        await using var harness = await StartAsync();
        var job = await EndAsync(harness);
        Assert.NotEmpty(await ListAsync(harness.Areas.Input));
        Server.Type = "text/html";
        var failed = await EndAsync(harness, Server.Root + "/other.mp4?signature=secret");
        Assert.Contains($"fetch/{failed.Id}.json", await ListAsync(harness.Areas.System));

        await harness.Jobs.DeleteAsync(Ada, job.Id, CancellationToken.None);
        await harness.Jobs.DeleteAsync(Ada, failed.Id, CancellationToken.None);
        harness.Open();
        await Eventually.IsTrueAsync("both are removed", async () =>
            (await ListAsync(harness.Areas.Input)).Count == 0 && !(await ListAsync(harness.Areas.System)).Any(name => name.StartsWith("fetch/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_so_many_are_fetched_at_once_and_the_others_wait_without_failing()
    {
        var (open, most) = (0, 0);
        Server.Interfere = (_, _, sent, _) =>
        {
            if (sent == 0)
                most = Math.Max(most, Interlocked.Increment(ref open));
            else if (sent == Server.File.Length)
                Interlocked.Decrement(ref open);
            return Task.FromResult(false);
        };
        await using var harness = await StartAsync(("source:max_at_once", "1"));
        List<JobView> jobs = [];
        foreach (var caller in new[] { Ada, Bob, Ada })
            jobs.Add(await SubmitAsync(harness, caller: caller));
        foreach (var job in jobs)
        {
            await harness.EndAsync(job.Id);
            Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
        }

        Assert.Equal((1, 3), (most, Server.Requests.Count));
    }

    [Fact]
    public async Task Time_spent_fetching_is_no_waiting_in_the_queue()
    {
        await using var harness = await StartAsync(("concurrency:queue_timeout", "60"), ("concurrency:max_jobs_per_user", "1"));
        Server.Interfere = (_, _, sent, _) =>
        {
            if (sent == 1 << 20)
                harness.Clock.Ahead = TimeSpan.FromSeconds(90);
            return Task.FromResult(false);
        };
        await AssertFetchedAsync(harness, await EndAsync(harness));
    }
}
