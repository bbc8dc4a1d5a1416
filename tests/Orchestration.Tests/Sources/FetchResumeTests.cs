using System.Security.Cryptography;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Tests.Service;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Sources;

/// <summary>Transfers that end in the middle, and go on.</summary>
public sealed class FetchResumeTests(AzuriteFixture azurite) : SourceTest(azurite)
{
    [Fact]
    public async Task A_reset_in_the_middle_costs_only_what_was_under_way()
    {
        Server.ResetAfter(9 << 20, 1);
        await using var harness = await StartAsync();

        var job = await EndAsync(harness);

        await AssertFetchedAsync(harness, job);
        var (first, second) = (Server.Requests.First(), Server.Requests.Last());
        Assert.Equal(2, Server.Requests.Count);
        Assert.Equal(("", "\"v1\""), (first.Range, second.IfRange));
        var from = long.Parse(second.Range["bytes=".Length..].TrimEnd('-'), null);
        Assert.InRange(from, 4 << 20, 9 << 20);
        Assert.Equal((10 << 20) - from, second.Sent);
        Assert.Equal(2, job.Stages[0].Attempts);
    }

    [Fact]
    public async Task Resets_without_end_are_no_failure_as_long_as_more_comes_each_time()
    {
        Server.Interfere = (_, context, sent, _) =>
        {
            if (sent >= 2 << 20)
                context.Abort();
            return Task.FromResult(false);
        };
        await using var harness = await StartAsync(("retry:max_attempts", "2"));

        var job = await EndAsync(harness);

        await AssertFetchedAsync(harness, job);
        Assert.InRange(Server.Requests.Count, 5, 100);
    }

    [Fact]
    public async Task A_file_that_changes_in_the_middle_is_fetched_from_its_start()
    {
        Server.Interfere = (n, context, sent, _) =>
        {
            if (n == 1 && sent >= 9 << 20)
            {
                Server.File = [.. Server.File.Reverse()];
                Server.Tag = "\"v2\"";
                context.Abort();
            }

            return Task.FromResult(false);
        };
        await using var harness = await StartAsync();

        await AssertFetchedAsync(harness, await EndAsync(harness));
        Assert.Equal("\"v1\"", Server.Requests.Last().IfRange);
        Assert.Equal(10 << 20, Server.Requests.Last().Sent);
    }

    [Theory]
    [InlineData(false, "\"v1\"", true)]
    [InlineData(true, "W/\"v1\"", false)]
    [InlineData(true, null, false)]
    public async Task A_server_that_cannot_go_on_sends_it_again(bool hasRanges, string? tag, bool asks)
    {
        (Server.HasRanges, Server.Tag) = (hasRanges, tag);
        Server.ResetAfter(9 << 20, 1);
        await using var harness = await StartAsync();

        await AssertFetchedAsync(harness, await EndAsync(harness));
        Assert.Equal(2, Server.Requests.Count);
        Assert.Equal(asks, Server.Requests.Last().Range.Length > 0);
        Assert.Equal(10 << 20, Server.Requests.Last().Sent);
    }

    [Theory]
    [InlineData(416, null)]
    [InlineData(206, "bytes 0-9/10")]
    [InlineData(206, "bytes 1-9/10")]
    public async Task A_part_that_does_not_fit_is_not_taken(int status, string? range)
    {
        Server.Interfere = (n, context, sent, _) =>
        {
            if (n == 1 && sent >= 9 << 20)
                context.Abort();
            if (n != 2)
                return Task.FromResult(false);
            context.Response.StatusCode = status;
            if (range is not null)
                context.Response.Headers.ContentRange = range;
            return Task.FromResult(true);
        };
        await using var harness = await StartAsync();

        await AssertFetchedAsync(harness, await EndAsync(harness));
        Assert.Equal(["", "bytes", ""], Server.Requests.Select(request => request.Range.Split('=')[0]));
    }

    [Fact]
    public async Task A_worker_that_dies_in_the_middle_is_followed_by_one_that_goes_on_and_both_may_live()
    {
        var free = new TaskCompletionSource();
        Server.Interfere = async (n, _, sent, stopping) =>
        {
            if (n == 1 && sent == 9 << 20)
                await free.Task.WaitAsync(stopping);
            return false;
        };
        await using var harness = await StartAsync(("source:max_at_once", "4"));
        var job = await SubmitAsync(harness);
        var input = await InputAsync(harness, job.Id);
        var executor = harness.Get<StageExecutor>();
        var first = executor.RunAsync(input, CancellationToken.None);
        await Eventually.IsTrueAsync("9 MB are sent", () => Server.Requests.FirstOrDefault()?.Sent == 9 << 20);
        await Eventually.IsTrueAsync("8 MB are staged", async () => (await harness.Get<IProgressStore>().ReadAsync(job.Id, CancellationToken.None))?.Bytes >= 8 << 20);

        var second = await executor.RunAsync(input, CancellationToken.None);

        Assert.Null(second.Error);
        Assert.Equal("bytes=8388608-", Server.Requests.Last().Range);
        Assert.Equal(2 << 20, Server.Requests.Last().Sent);
        // The first was only away: it finds what the second made, and changes nothing.
        free.SetResult();
        Assert.Equal(second.Fetched, (await first).Fetched);
        Assert.Equal(second.Fetched, (await executor.RunAsync(input, CancellationToken.None)).Fetched);
        await harness.EndAsync(job.Id);
        await AssertFetchedAsync(harness, await harness.GetAsync(job.Id));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_host_that_stops_in_the_middle_is_no_crash()
    {
        // More than four attempts can bring, of which each is held at 5 MB.
        Server.File = RandomNumberGenerator.GetBytes(24 << 20);
        Server.Interfere = async (n, context, sent, stopping) =>
        {
            if (n <= 4 && sent == 5 << 20)
                await VideoServer.UntilGoneAsync(context, stopping);
            return false;
        };
        await using var harness = await StartAsync();
        var job = await SubmitAsync(harness);
        var input = await InputAsync(harness, job.Id);
        for (var i = 1; i <= 4; i++)
        {
            using var host = new CancellationTokenSource();
            var run = harness.Get<StageExecutor>().RunAsync(input, host.Token);
            await Eventually.IsTrueAsync("it is under way", () => Server.Requests.Count == i);
            await host.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        await harness.EndAsync(job.Id);
        await AssertFetchedAsync(harness, await harness.GetAsync(job.Id));
    }

    private static async Task<StageInput> InputAsync(ServiceHarness harness, string jobId)
    {
        var request = (await harness.Get<JobReader>().FindAsync(Ada, jobId, CancellationToken.None)).Request;
        return new StageInput(
            jobId, request.UserId, Stage.Fetch, request.Options, request.Source, new Dictionary<string, ArtifactRef>(), request.Policy.MaxVideoBytes, 600);
    }
}
