using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TransVox.Cli.Tests;

/// <summary>
/// A service that answers as docs/http.md says and as a test arranges: each route has a handler, every request is recorded whole.
/// </summary>
public sealed class ContractServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, RecordedRequest, Task>> _routes = new();
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    private ContractServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public string Url { get; private set; } = "";

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public static async Task<ContractServer> StartAsync()
    {
        var server = new ContractServer();
        await server._app.StartAsync();
        server.Url = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    /// <summary>Handles <c>"POST /api/jobs"</c> and the like.</summary>
    public ContractServer On(string route, Func<HttpContext, RecordedRequest, Task> handler)
    {
        _routes[route] = handler;
        return this;
    }

    /// <summary>Answers a route with JSON.</summary>
    public ContractServer OnJson(string route, int status, string json) => On(route, (context, _) => WriteAsync(context, status, json));

    /// <summary>Answers a route with problem details.</summary>
    public ContractServer OnProblem(string route, int status, string code, string detail, int? retryAfter = null, string? extension = null) =>
        On(route, (context, _) => ProblemAsync(context, status, code, detail, retryAfter, extension));

    public IReadOnlyList<RecordedRequest> RequestsTo(string route) =>
        [.. _requests.Where(request => $"{request.Method} {request.Path}" == route)];

    public static async Task WriteAsync(HttpContext context, int status, string json, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(json);
    }

    public static Task ProblemAsync(HttpContext context, int status, string code, string detail, int? retryAfter = null, string? extension = null)
    {
        if (retryAfter is { } seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";
        var json = $$"""{"type":"https://example.org/errors#{{code}}","title":"Error","status":{{status}},"detail":{{JsonSerializer.Serialize(detail)}},"code":"{{code}}"{{(extension is null ? "" : "," + extension)}}}""";
        return WriteAsync(context, status, json, "application/problem+json");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        // The path as it came: escapes matter.
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var request = new RecordedRequest(context.Request.Method, path, context.Request.QueryString.Value ?? "", Copy(context.Request.Headers), body.ToArray());
        _requests.Enqueue(request);
        if (_routes.TryGetValue($"{request.Method} {path}", out var handler))
            await handler(context, request);
        else
            await ProblemAsync(context, 404, "not_found", $"There is no {path}.");
    }

    private static HeaderDictionary Copy(IHeaderDictionary headers)
    {
        var copy = new HeaderDictionary();
        foreach (var (name, value) in headers)
            copy[name] = value;
        return copy;
    }
}
