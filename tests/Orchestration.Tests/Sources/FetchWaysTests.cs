using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Outbound;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Tests.Outbound;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Sources;

/// <summary>Where a redirect, a name or a server that is not who it says leads: nowhere but to the allowed hosts.</summary>
public sealed class FetchWaysTests(AzuriteFixture azurite) : SourceTest(azurite)
{
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
