using System.Net.Http.Json;

namespace TransVox.Cli.Http;

internal sealed partial class TransVoxClient
{
    public Task<List<WebhookView>> GetWebhooksAsync(CancellationToken cancellationToken) =>
        GetAsync<List<WebhookView>>("api/webhooks", cancellationToken);

    public Task<NewWebhook> CreateWebhookAsync(NewWebhookRequest webhook, CancellationToken cancellationToken) =>
        PostAsync<NewWebhook>("api/webhooks", JsonContent.Create(webhook, options: CliJson.Options), cancellationToken);

    public async Task<WebhookView> ChangeWebhookAsync(string id, WebhookChange change, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, WebhookPath(id)) { Content = JsonContent.Create(change, options: CliJson.Options) };
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<WebhookView>(response, cancellationToken);
    }

    public async Task DeleteWebhookAsync(string id, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, WebhookPath(id));
        using var response = await SendAsync(request, cancellationToken);
    }

    public Task<DeliveryView> TestWebhookAsync(string id, CancellationToken cancellationToken) =>
        PostAsync<DeliveryView>($"{WebhookPath(id)}/test", null, cancellationToken);

    public Task<List<DeliveryView>> GetDeliveriesAsync(string id, int limit, CancellationToken cancellationToken) =>
        GetAsync<List<DeliveryView>>($"{WebhookPath(id)}/deliveries?limit={limit}", cancellationToken);

    public Task<DeliveryView> ResendAsync(string id, string deliveryId, CancellationToken cancellationToken) =>
        PostAsync<DeliveryView>($"{WebhookPath(id)}/deliveries/{Uri.EscapeDataString(deliveryId)}/resend", null, cancellationToken);

    private static string WebhookPath(string id) => $"api/webhooks/{Uri.EscapeDataString(id)}";
}
