using System.Net;
using System.Net.Sockets;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TransVox.Api.Dispatch;
using TransVox.Api.Endpoints;
using TransVox.Api.Problems;
using TransVox.Api.Tests.Support;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>What happens around every handler.</summary>
public sealed class DispatchTests
{
    private const string Friend = "https://friend.example";

    [Fact]
    public async Task Unknown_addresses_and_wrong_methods_are_problems_too()
    {
        await using var server = await ApiServer.StartAsync();
        await (await server.Client.GetAsync("api/nothing")).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await server.Client.PostAsync("somewhere", null)).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        var wrong = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "api/jobs"));
        await wrong.ReadProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(["GET", "HEAD", "OPTIONS", "POST"], wrong.Content.Headers.Allow.Order());
        await (await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod("PROPFIND"), "api/queue"))).ReadProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        await (await server.Client.GetAsync("api/jobs/a.b/cancel")).ReadProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Fact]
    public async Task The_text_of_an_unforeseen_error_stays_in_the_log()
    {
        await using var server = await ApiServer.StartAsync();
        server.Jobs.Failure = new InvalidOperationException("password=hunter2 at /var/secret");
        var response = await server.Client.GetAsync("api/queue");
        var text = await response.Content.ReadAsStringAsync();
        var problem = await response.ReadProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", text, StringComparison.Ordinal);
        var line = Assert.Single(server.Log.Lines, l => l.EventId == 5000);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains(problem.TraceId, line.Text, StringComparison.Ordinal);
        Assert.Same(server.Jobs.Failure, line.Exception);
    }

    public static TheoryData<Exception> StorageAway => new(
        new RequestFailedException(0, "No connection could be made to 10.0.0.4"),
        new AggregateException(new RequestFailedException(503, "10.0.0.4 is busy"), new IOException("10.0.0.4 hung up"), new TaskCanceledException()),
        new IOException("10.0.0.4 hung up"),
        new HttpRequestException("10.0.0.4 hung up"),
        // A connection that is reset as soon as it is made: HttpClient lets this one through as it is.
        new SocketException((int)SocketError.NotConnected));

    [Theory, MemberData(nameof(StorageAway))]
    public async Task Storage_that_does_not_answer_is_said_to_be_away(Exception failure)
    {
        await using var server = await ApiServer.StartAsync();
        server.Jobs.Failure = failure;
        var response = await server.Client.GetAsync("api/queue");
        Assert.DoesNotContain("10.0.0.4", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Each_user_has_a_rate_of_its_own()
    {
        await using var server = await ApiServer.StartAsync(new() { ["rate_limit:burst"] = "5", ["rate_limit:per_second"] = "1" });
        var (ada, eve) = (server.CreateClient("ada"), server.CreateClient("eve"));
        HttpResponseMessage? last = null;
        for (var i = 0; i < 20; i++)
            last = await eve.GetAsync("api/me");
        await last!.ReadProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.InRange(last!.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("api/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await eve.GetAsync("health/live")).StatusCode);
    }

    [Fact]
    public async Task Admin_endpoints_are_for_admins()
    {
        await using var server = await ApiServer.StartAsync();
        using var ada = server.CreateClient("ada");
        foreach (var endpoint in ApiEndpoints.All.Where(e => e.Access == ApiAccess.Admin))
        {
            var path = endpoint.Route.Replace("{id}", "a.b", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            await (await ada.SendAsync(new HttpRequestMessage(new HttpMethod(endpoint.Method), path))).ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task Every_endpoint_that_is_not_public_needs_an_identity()
    {
        await using var server = await ApiServer.StartAsync(new() { ["dev_identity"] = "false" });
        foreach (var endpoint in ApiEndpoints.All.Where(e => e.Access != ApiAccess.Anonymous))
        {
            var path = endpoint.Route.Replace("{*name}", "x", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            await (await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(endpoint.Method), path))).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }

        string[] open = ["HealthLive", "HealthReady", "OpenApi", "Docs", "DocsAsset", "DocsErrors", "WebPage"];
        Assert.Equal(open, ApiEndpoints.All.Where(e => e.Access == ApiAccess.Anonymous).Select(e => e.Name));
    }

    [Fact]
    public async Task CORS_is_closed_unless_an_origin_is_configured()
    {
        await using var server = await ApiServer.StartAsync(new() { ["cors_origins:0"] = Friend });
        var allowed = await server.Client.SendAsync(Preflight(Friend));
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal(Friend, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("POST", allowed.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        foreach (var origin in new[] { "https://evil.example", "null", "https://friend.example.evil.example", "http://friend.example" })
            Assert.False((await server.Client.SendAsync(Preflight(origin))).Headers.Contains("Access-Control-Allow-Origin"), origin);

        var read = new HttpRequestMessage(HttpMethod.Get, "api/me");
        read.Headers.Add("Origin", Friend);
        Assert.Equal(Friend, (await server.Client.SendAsync(read)).Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("https://evil.example", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "cross-site", HttpStatusCode.Forbidden)]
    [InlineData(null, "same-site", HttpStatusCode.Forbidden)]
    [InlineData(Friend, "cross-site", HttpStatusCode.Accepted)]
    [InlineData(null, "same-origin", HttpStatusCode.Accepted)]
    [InlineData(null, "none", HttpStatusCode.Accepted)]
    [InlineData(null, null, HttpStatusCode.Accepted)]
    public async Task A_page_of_another_site_changes_nothing(string? origin, string? site, HttpStatusCode expected)
    {
        await using var server = await ApiServer.StartAsync(new() { ["cors_origins:0"] = Friend });
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = Forms.Video() };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        Assert.Equal(expected, (await server.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_has_the_security_headers()
    {
        await using var server = await ApiServer.StartAsync();
        foreach (var path in new[] { "", "api/me", "api/nothing", "health/live", "docs", "docs/errors", "openapi/v1.json" })
        {
            using var response = await server.Client.GetAsync(path);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Server"), path);
        }
    }

    [Theory]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n")]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n")]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: localhost\r\nX-Dev-User: a\0b\r\n\r\n")]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    public async Task Requests_that_smuggle_or_split_headers_are_refused(string request)
    {
        await using var server = await ApiServer.StartAsync();
        using var connection = await server.ConnectAsync();
        await connection.SendAsync(request);
        Assert.StartsWith("HTTP/1.1 400", await connection.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_route_data_gets_the_values_from_the_path()
    {
        await using var server = await ApiServer.StartAsync();
        var job = await (await server.Client.PostAsync("api/jobs", Forms.Video())).ReadJobAsync();
        using var scope = server.Service<IServiceScopeFactory>().CreateScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (context.Request.Method, context.Request.Path, context.Request.Host) = ("GET", $"/api/jobs/{job.Id}", new HostString("localhost"));
        (context.Connection.RemoteIpAddress, context.Connection.LocalIpAddress) = (IPAddress.Loopback, IPAddress.Loopback);
        context.Response.Body = new MemoryStream();
        await server.Service<ApiDispatcher>().InvokeAsync("JobsGet", context);
        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions.ToString());
    }

    [Fact]
    public void Every_error_code_has_its_row_and_every_row_its_code()
    {
        var codes = typeof(ErrorCodes).GetFields().Select(f => (string)f.GetValue(null)!).ToHashSet();
        Assert.Equal(codes.Order(), ProblemTable.All.Select(k => k.Code).Order());
        Assert.All(ProblemTable.All, k => Assert.InRange(k.Status, 400, 599));
    }

    private static HttpRequestMessage Preflight(string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "api/jobs");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        return request;
    }
}
