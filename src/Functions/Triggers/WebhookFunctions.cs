using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TransVox.Functions.Triggers;

/// <summary>Webhooks over HTTP. See <see cref="HttpFunctions"/> for the level of authorization.</summary>
public sealed class WebhookFunctions(HttpFunctions http)
{
    [Function("WebhooksCreate")]
    public Task<IResult> WebhooksCreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/webhooks")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebhooksCreate", request, client);

    [Function("WebhooksList")]
    public Task<IResult> WebhooksListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/webhooks")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebhooksList", request, client);

    [Function("WebhooksGet")]
    public Task<IResult> WebhooksGetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/webhooks/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebhooksGet", request, client);

    [Function("WebhooksPut")]
    public Task<IResult> WebhooksPutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "api/webhooks/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebhooksPut", request, client);

    [Function("WebhooksDelete")]
    public Task<IResult> WebhooksDeleteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "DELETE", Route = "api/webhooks/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebhooksDelete", request, client);

    [Function("WebhooksTest")]
    public Task<IResult> WebhooksTestAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/webhooks/{id}/test")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebhooksTest", request, client);

    [Function("WebhooksDeliveries")]
    public Task<IResult> WebhooksDeliveriesAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/webhooks/{id}/deliveries")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebhooksDeliveries", request, client);

    [Function("WebhooksResend")]
    public Task<IResult> WebhooksResendAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/webhooks/{id}/deliveries/{deliveryId}/resend")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("WebhooksResend", request, client);
}
