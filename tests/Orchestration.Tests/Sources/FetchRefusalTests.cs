using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Outbound;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Tests.Outbound;
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

    [Fact]
    public async Task Redirects_within_the_allowed_hosts_are_followed()
    {
        Redirect(n => n switch { 1 => "/a/../b.mp4", 2 => $"//{Server.Authority}/c.mp4", 3 => Server.Root + "/d.mp4?x=1", _ => null });
        await using var harness = await StartAsync();
        await AssertFetchedAsync(harness, await EndAsync(harness));
        Assert.Equal(["/talk.mp4", "/b.mp4", "/c.mp4", "/d.mp4"], Server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{inner}/")]
    [InlineData("http://localhost:{inner}/")]
    [InlineData("http://2130706433:{inner}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{inner}/")]
    [InlineData("http://{own}@127.0.0.1:{inner}/")]
    [InlineData("http://user:secret@{own}/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("//169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://{own}/")]
    public async Task Redirects_elsewhere_are_not(string target)
    {
        await using var inner = await VideoServer.StartAsync();
        Redirect(_ => target.Replace("{inner}", $"{new Uri(inner.Root).Port}", StringComparison.Ordinal).Replace("{own}", Server.Authority, StringComparison.Ordinal));
        await using var harness = await StartAsync();
        var job = await EndAsync(harness);
        Assert.Equal((JobState.Rejected, ErrorCodes.SourceRefused), (job.State, job.Error!.Code));
        Assert.Empty(inner.Requests);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Redirects_end_after_five()
    {
        Redirect(n => $"/{n}");
        await using var harness = await StartAsync();
        var job = await EndAsync(harness);
        Assert.Equal(ErrorCodes.SourceUnavailable, job.Error!.Code);
        Assert.Contains("more than 5", job.Error.Message, StringComparison.Ordinal);
        Assert.Equal(6, Server.Requests.Count);
    }

    [Fact]
    public async Task A_name_that_says_another_address_later_leads_nowhere()
    {
        var port = new Uri(Server.Root).Port;
        var resolver = new ScriptedResolver()
            .On("media.example", ["127.0.0.1"], ["127.0.0.2"])
            .On("mixed.example", ["127.0.0.1", "169.254.169.254"])
            .On("inner.example", ["10.0.0.1"]);
        var options = Options.Create(new TransVoxOptions
        {
            Outbound = new OutboundOptions { AllowedNetworks = ["127.0.0.1/32"] },
            Source = new SourceOptions { Enabled = true, AllowedHosts = [$"*.example:{port}"] },
        });
        var guard = new OutboundGuard(resolver, options);
        Server.Interfere = (_, context, _, _) =>
        {
            // A connection of its own for each request, as after a time.
            context.Response.Headers.Connection = "close";
            return Task.FromResult(true);
        };
        Server.Type = null;
        using var http = new HttpVideo(guard, new SourceAddresses(guard, options), TimeProvider.System);
        Task<HttpAnswer> OpenAsync(string host) => http.OpenAsync(new Uri($"http://{host}:{port}/talk.mp4"), 0, null, CancellationToken.None);

        (await OpenAsync("media.example")).Dispose();

        foreach (var host in new[] { "media.example", "mixed.example", "inner.example" })
            Assert.NotNull(OutboundFailures.RefusalOf(await Assert.ThrowsAsync<HttpRequestException>(() => OpenAsync(host))));
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("①②⑦.0.0.1")]
    [InlineData("localtest.localhost.")]
    [InlineData("0x7f.1")]
    public async Task However_this_machine_is_written_the_connection_does_not_go_to_it(string host)
    {
        var port = new Uri(Server.Root).Port;
        var options = Options.Create(new TransVoxOptions { Source = new SourceOptions { Enabled = true, AllowedHosts = ["*"] } });
        var guard = new OutboundGuard(new SystemResolver(), options);
        using var http = new HttpVideo(guard, new SourceAddresses(guard, options), TimeProvider.System);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.OpenAsync(new Uri($"https://{host}:{port}/"), 0, null, CancellationToken.None));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_accepted()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var secure = await VideoServer.StartAsync(certificate);
        await using var harness = await StartAsync(("source:allowed_hosts:1", secure.Authority), ("retry:max_attempts", "1"));
        var job = await EndAsync(harness, secure.Address);
        Assert.Equal(ErrorCodes.SourceUnavailable, job.Error!.Code);
        Assert.Contains("certificate", job.Error.Message, StringComparison.Ordinal);
        Assert.Empty(secure.Requests);
    }

    private void Redirect(Func<int, string?> target) => Server.Interfere = (n, context, sent, _) =>
    {
        if (sent > 0 || target(n) is not { } location)
            return Task.FromResult(false);
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.FromResult(true);
    };
}
