using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TransVox.Functions.Triggers;

/// <summary>Jobs, uploads and the queue over HTTP. See <see cref="HttpFunctions"/> for the level of authorization.</summary>
public sealed class JobFunctions(HttpFunctions http)
{
    [Function("JobsSubmit")]
    public Task<IResult> JobsSubmitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/jobs")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsSubmit", request, client);

    [Function("JobsList")]
    public Task<IResult> JobsListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/jobs")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsList", request, client);

    [Function("JobsGet")]
    public Task<IResult> JobsGetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/jobs/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsGet", request, client);

    [Function("JobsDelete")]
    public Task<IResult> JobsDeleteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "DELETE", Route = "api/jobs/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsDelete", request, client);

    [Function("JobsCancel")]
    public Task<IResult> JobsCancelAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/jobs/{id}/cancel")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsCancel", request, client);

    [Function("JobsRetry")]
    public Task<IResult> JobsRetryAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/jobs/{id}/retry")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsRetry", request, client);

    [Function("JobsEvents")]
    public Task<IResult> JobsEventsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/jobs/{id}/events")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsEvents", request, client);

    [Function("JobsTimeline")]
    public Task<IResult> JobsTimelineAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/jobs/{id}/timeline")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsTimeline", request, client);

    [Function("JobsFile")]
    public Task<IResult> JobsFileAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/jobs/{id}/files/{*name}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsFile", request, client);

    [Function("JobsSource")]
    public Task<IResult> JobsSourceAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/jobs/{id}/source")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsSource", request, client);

    [Function("UploadsCreate")]
    public Task<IResult> UploadsCreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/uploads")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("UploadsCreate", request, client);

    [Function("Queue")]
    public Task<IResult> QueueAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/queue")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("Queue", request, client);

    [Function("Forecast")]
    public Task<IResult> ForecastAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/queue/forecast")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("Forecast", request, client);

    [Function("Me")]
    public Task<IResult> MeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/me")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("Me", request, client);

    [Function("MeExport")]
    public Task<IResult> MeExportAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/me/export")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("MeExport", request, client);

    [Function("Languages")]
    public Task<IResult> LanguagesAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/languages")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("Languages", request, client);
}
