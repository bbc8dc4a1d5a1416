using System.Security.Cryptography;
using TransVox.Orchestration.Jobs;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Sources;

/// <summary>What is not fetched, what is given up, and what a user is told of it.</summary>
public sealed class FetchRefusalTests(AzuriteFixture azurite) : SourceTest(azurite)
{
    [Fact]
    public async Task Without_the_switch_an_address_is_refused_at_once_and_no_host_is_offered()
    {
        await using var harness = await StartAsync(("source:enabled", "false"));
        var error = await Assert.ThrowsAsync<RequestException>(() => SubmitAsync(harness));
        Assert.Equal(ErrorCodes.SourceRefused, error.Code);
        Assert.Null((await harness.Jobs.GetMeAsync(Ada, CancellationToken.None)).SourceHosts);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Another_host_or_port_is_refused_before_there_is_a_job()
    {
        await using var harness = await StartAsync();
        Assert.Equal([Server.Authority], (await harness.Jobs.GetMeAsync(Ada, CancellationToken.None)).SourceHosts);
        foreach (var address in new[] { "https://example.com/talk.mp4", "http://127.0.0.1:1/talk.mp4", $"http://localhost:{new Uri(Server.Root).Port}/talk.mp4", $"http://user:secret@{Server.Authority}/" })
            Assert.Equal(ErrorCodes.SourceRefused, (await Assert.ThrowsAsync<RequestException>(() => SubmitAsync(harness, address))).Code);
        Assert.DoesNotContain(await harness.InstancesAsync(), id => id.StartsWith("ada.", StringComparison.Ordinal));
        Assert.DoesNotContain(await ListAsync(harness.Areas.System), name => name.StartsWith("fetch/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "web page")]
    [InlineData("application/xhtml+xml", "web page")]
    [InlineData("application/json", "application/json")]
    [InlineData("image/png", "image/png")]
    [InlineData("text/plain", "text/plain")]
    public async Task What_is_no_video_is_refused_by_its_type(string type, string told)
    {
        Server.Type = type;
        await using var harness = await StartAsync();
        var job = await EndAsync(harness);
        Assert.Equal((JobState.Rejected, ErrorCodes.SourceNotVideo), (job.State, job.Error!.Code));
        Assert.Contains(told, job.Error.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
        await AssertNothingStagedAsync(harness);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/octet-stream")]
    [InlineData("binary/octet-stream")]
    [InlineData("audio/mpeg")]
    public async Task Types_that_say_little_are_left_to_the_decoder(string? type)
    {
        (Server.Type, Server.File) = (type, RandomNumberGenerator.GetBytes(1000));
        await using var harness = await StartAsync();
        await AssertFetchedAsync(harness, await EndAsync(harness));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_larger_video_than_is_taken_is_broken_off(bool tellsLength)
    {
        Server.TellsLength = tellsLength;
        Server.File = new byte[64 << 20];
        // The rest is sent to nobody, and is not waited for.
        Server.Interfere = async (_, context, sent, stopping) =>
        {
            if (sent == 16 << 20)
                await VideoServer.UntilGoneAsync(context, stopping);
            return false;
        };
        await using var harness = await StartAsync(("limits:max_video_size_mb", "1"));
        var job = await EndAsync(harness);
        Assert.Equal((JobState.Rejected, ErrorCodes.TooLarge), (job.State, job.Error!.Code));
        Assert.Contains("1 MB", job.Error.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
        await AssertNothingStagedAsync(harness);
    }

    [Fact]
    public async Task A_video_whose_length_is_not_told_comes_whole()
    {
        Server.TellsLength = false;
        await using var harness = await StartAsync();
        await AssertFetchedAsync(harness, await EndAsync(harness));
    }

    [Fact]
    public async Task An_empty_file_is_told()
    {
        Server.File = [];
        await using var harness = await StartAsync();
        Assert.Equal(ErrorCodes.EmptyFile, (await EndAsync(harness)).Error!.Code);
    }

    [Fact]
    public async Task A_server_that_stalls_is_hung_up_on_and_asked_for_the_rest()
    {
        Server.Interfere = async (n, context, sent, stopping) =>
        {
            if (n == 1 && sent == 5 << 20)
                await VideoServer.UntilGoneAsync(context, stopping);
            return false;
        };
        await using var harness = await StartAsync(("source:stall_seconds", "0.5"));
        await AssertFetchedAsync(harness, await EndAsync(harness));
        Assert.Equal("bytes=5242880-", Server.Requests.Last().Range);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_some_attempts()
    {
        Server.Interfere = async (_, context, _, stopping) =>
        {
            await VideoServer.UntilGoneAsync(context, stopping);
            return true;
        };
        await using var harness = await StartAsync(("source:stall_seconds", "0.2"), ("retry:max_attempts", "2"));
        var job = await EndAsync(harness);
        Assert.Equal((JobState.Failed, ErrorCodes.SourceTimeout, true), (job.State, job.Error!.Code, job.Error.Retryable));
        Assert.Equal(2, Server.Requests.Count);
        await AssertNothingStagedAsync(harness);
    }

    [Fact]
    public async Task A_video_that_takes_longer_than_it_may_is_broken_off()
    {
        Server.Interfere = async (_, context, sent, stopping) =>
        {
            if (sent == 5 << 20)
                await VideoServer.UntilGoneAsync(context, stopping);
            return false;
        };
        await using var harness = await StartAsync(("source:timeout_minutes", "0.02"));
        var job = await EndAsync(harness);
        Assert.Equal((JobState.Rejected, ErrorCodes.SourceTimeout), (job.State, job.Error!.Code));
        Assert.Contains("0.02 minutes", job.Error.Message, StringComparison.Ordinal);
        await AssertNothingStagedAsync(harness);
    }

    [Fact]
    public async Task All_attempts_together_have_the_time_of_one()
    {
        await using var harness = await StartAsync(("source:timeout_minutes", "10"));
        Server.Interfere = (_, context, sent, _) =>
        {
            if (sent == 5 << 20)
            {
                harness.Clock.Ahead = TimeSpan.FromMinutes(11);
                context.Abort();
            }

            return Task.FromResult(false);
        };
        Assert.Equal(ErrorCodes.SourceTimeout, (await EndAsync(harness)).Error!.Code);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_when_it_said()
    {
        Server.Interfere = (n, context, _, _) =>
        {
            if (n <= 2)
            {
                context.Response.StatusCode = n == 1 ? 503 : 429;
                context.Response.Headers.RetryAfter = "1";
            }

            return Task.FromResult(n <= 2);
        };
        await using var harness = await StartAsync();
        await AssertFetchedAsync(harness, await EndAsync(harness));
        var times = Server.Requests.Select(request => request.At).ToList();
        Assert.Equal(3, times.Count);
        Assert.True(times[1] - times[0] > TimeSpan.FromSeconds(0.9) && times[2] - times[1] > TimeSpan.FromSeconds(0.9));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(304)]
    public async Task What_will_not_change_is_not_asked_again(int status)
    {
        Server.Interfere = (_, context, _, _) =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };
        await using var harness = await StartAsync();
        var job = await EndAsync(harness);
        Assert.Equal((JobState.Rejected, ErrorCodes.SourceUnavailable), (job.State, job.Error!.Code));
        Assert.Contains($"{status}", job.Error.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }
}
