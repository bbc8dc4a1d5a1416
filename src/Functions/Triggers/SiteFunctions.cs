using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TransVox.Functions.Triggers;

/// <summary>Health, documentation and the web page. See <see cref="HttpFunctions"/> for the level of authorization.</summary>
public sealed class SiteFunctions(HttpFunctions http)
{
    [Function("HealthLive")]
    public Task<IResult> HealthLiveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "health/live")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("HealthLive", request, client);

    [Function("HealthReady")]
    public Task<IResult> HealthReadyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "health/ready")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("HealthReady", request, client);

    [Function("OpenApi")]
    public Task<IResult> OpenApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "openapi/v1.json")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("OpenApi", request, client);

    [Function("Docs")]
    public Task<IResult> DocsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "docs")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("Docs", request, client);

    [Function("DocsAsset")]
    public Task<IResult> DocsAssetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "docs/assets/{name}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("DocsAsset", request, client);

    [Function("DocsErrors")]
    public Task<IResult> DocsErrorsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "docs/errors")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("DocsErrors", request, client);

    // Last of all HTTP functions by name: the host tries routes in the order of names, and this one fits every address.
    [Function("WebPage")]
    public Task<IResult> WebPageAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", Route = "{*path}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebPage", request, client);
}
