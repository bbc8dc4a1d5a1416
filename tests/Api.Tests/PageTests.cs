using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Api.Health;
using TransVox.Api.Pages;
using TransVox.Api.Problems;
using TransVox.Api.Tests.Support;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Health;
using TransVox.Orchestration.Storage;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Pages, documentation, health.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_root_and_client_routes_are_the_page_or_a_notice()
    {
        foreach (var path in new[] { "", "jobs/ada.123x", "operator" })
        {
            using var response = await _server.Client.GetAsync(path.Replace("ada.123x", "some-job", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            Assert.Contains("no-cache", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains(StaticPage.IsBuilt ? "id=\"app\"" : "no web page", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("missing.js")]
    [InlineData("api")]
    [InlineData("api/x")]
    [InlineData("docs/assets/other.js")]
    [InlineData("health/x")]
    public async Task Files_and_data_that_do_not_exist_are_not_the_page(string path) =>
        await (await _server.Client.GetAsync(path)).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");

    [Fact]
    public async Task Traversal_out_of_the_page_finds_nothing()
    {
        foreach (var path in new[] { "/../appsettings.json", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fhost.json", "//etc/passwd", "/assets/%5c..%5chost.json" })
        {
            using var connection = await _server.ConnectAsync();
            await connection.SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: application/json\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 404", await connection.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Assets_are_compressed_cached_and_not_sent_again()
    {
        var asset = new Asset(Encoding.UTF8.GetBytes(new string('a', 5000)), "app-1a2b.js", immutable: true);
        var context = Context("br");
        await asset.ExecuteAsync(context);
        Assert.Equal(("br", "text/javascript; charset=utf-8"), (context.Response.Headers.ContentEncoding.ToString(), context.Response.ContentType));
        Assert.Contains("immutable", context.Response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        Assert.InRange(context.Response.Body.Length, 1, 200);
        Assert.Equal("Accept-Encoding", context.Response.Headers.Vary.ToString());

        var again = Context("br");
        again.Request.Headers.IfNoneMatch = context.Response.Headers.ETag;
        await asset.ExecuteAsync(again);
        Assert.Equal((304, 0L), (again.Response.StatusCode, again.Response.Body.Length));

        var plain = Context("gzip, br;q=0");
        await asset.ExecuteAsync(plain);
        Assert.Equal(5000, plain.Response.Body.Length);
        Assert.NotEqual(context.Response.Headers.ETag, plain.Response.Headers.ETag);
    }

    [Fact]
    public async Task The_reference_comes_whole_from_this_service()
    {
        var page = await _server.Client.GetStringAsync("docs");
        Assert.DoesNotContain("//", page.Replace("<!--", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var viewer = await _server.Client.GetAsync("docs/assets/scalar.js");
        Assert.Equal(HttpStatusCode.OK, viewer.StatusCode);
        Assert.StartsWith("text/javascript", viewer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.Contains("createApiReference", await viewer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("/openapi/v1.json", await _server.Client.GetStringAsync("docs/assets/start.js"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_links_to_a_section()
    {
        var page = await _server.Client.GetStringAsync("docs/errors");
        Assert.All(ProblemTable.All, k => Assert.Contains($"id=\"{k.Code}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readiness_is_what_the_probes_find()
    {
        Assert.Equal("healthy", (await (await _server.Client.GetAsync("health/live")).ReadAsync<HealthReport>()).Status);
        Assert.Equal("healthy", (await (await _server.Client.GetAsync("health/ready")).ReadAsync<HealthReport>()).Status);

        using var folder = new TemporaryFolder();
        await using var ill = await ApiServer.StartAsync(services: s => s
            .AddSingleton<IHealthProbe>(new DiskSpaceProbe(Disk(folder, folder.Path, 1)))
            .AddSingleton<IHealthProbe>(new DiskSpaceProbe(Disk(folder, "/nonexistent/deep/folder", int.MaxValue)))
            .AddSingleton<IHealthProbe>(new BrokenProbe()));
        var response = await ill.Client.GetAsync("health/ready");
        var text = await response.Content.ReadAsStringAsync();
        var report = await response.ReadAsync<HealthReport>(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(["healthy", "unhealthy", "unhealthy"], report.Checks.Select(c => c.Status));
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains(ill.Log.Lines, l => l.EventId == 5008);
    }

    private static DiskRoom Disk(TemporaryFolder work, string directory, int minFreeMb)
    {
        var options = new StorageOptions { LocalDirectory = work.Path, MinFreeMb = minFreeMb };
        return new DiskRoom([directory], options, new ArtifactCache(new LocalWorkspace(options, TimeProvider.System), options, TimeProvider.System), holdsJobs: false);
    }

    private static Microsoft.AspNetCore.Http.DefaultHttpContext Context(string encodings)
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Headers.AcceptEncoding = encodings;
        context.Response.Body = new MemoryStream();
        return context;
    }

    private sealed class BrokenProbe : IHealthProbe
    {
        public string Name => "broken";

        public Task<HealthFinding> CheckAsync(CancellationToken cancellationToken) => throw new IOException("secret address");
    }
}
