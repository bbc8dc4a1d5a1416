using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TransVox.Functions.Triggers;

/// <summary>The sample over HTTP, which this app never makes. See <see cref="HttpFunctions"/> for the level of authorization.</summary>
public sealed class SampleFunctions(HttpFunctions http)
{
    [Function("Sample")]
    public Task<IResult> SampleAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/sample")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("Sample", request, client);

    [Function("SampleFile")]
    public Task<IResult> SampleFileAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/sample/files/{*name}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("SampleFile", request, client);

    [Function("SampleSource")]
    public Task<IResult> SampleSourceAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/sample/source")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("SampleSource", request, client);
}
