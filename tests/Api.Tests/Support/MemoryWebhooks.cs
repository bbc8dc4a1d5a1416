using System.Collections.Concurrent;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Api.Tests.Support;

/// <summary>Webhooks in memory, by user; each message is delivered at once.</summary>
internal sealed class MemoryWebhooks(TimeProvider time) : IWebhookService
{
    private readonly ConcurrentDictionary<(string User, string Id), WebhookView> _webhooks = new();
    private readonly ConcurrentDictionary<string, DeliveryView> _deliveries = new();

    public Task<NewWebhook> CreateAsync(Caller caller, NewWebhookRequest request, CancellationToken cancellationToken)
    {
        var view = new WebhookView($"wh_{_webhooks.Count}", request.Url, request.Events ?? WebhookEvents.All, request.Description, true, null, time.GetUtcNow());
        _webhooks[(caller.UserId, view.Id)] = view;
        return Task.FromResult(new NewWebhook(view, "whsec_c2VjcmV0"));
    }

    public Task<IReadOnlyList<WebhookView>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WebhookView>>([.. _webhooks.Where(w => w.Key.User == caller.UserId).Select(w => w.Value)]);

    public Task<WebhookView> GetAsync(Caller caller, string webhookId, CancellationToken cancellationToken) => Task.FromResult(Find(caller, webhookId));

    public Task<WebhookView> ChangeAsync(Caller caller, string webhookId, WebhookChange change, CancellationToken cancellationToken)
    {
        var view = Find(caller, webhookId) with { Url = change.Url, Events = change.Events ?? WebhookEvents.All, Description = change.Description, Enabled = change.Enabled };
        _webhooks[(caller.UserId, webhookId)] = view;
        return Task.FromResult(view);
    }

    public Task DeleteAsync(Caller caller, string webhookId, CancellationToken cancellationToken)
    {
        _webhooks.TryRemove((caller.UserId, Find(caller, webhookId).Id), out _);
        return Task.CompletedTask;
    }

    public Task<DeliveryView> TestAsync(Caller caller, string webhookId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var delivery = new DeliveryView($"msg_{_deliveries.Count}", Find(caller, webhookId).Id, WebhookEvents.Test, null, now, DeliveryState.Delivered, [new DeliveryAttempt(1, now, 0, 204)]);
        _deliveries[delivery.Id] = delivery;
        return Task.FromResult(delivery);
    }

    public Task<IReadOnlyList<DeliveryView>> DeliveriesAsync(Caller caller, string webhookId, int limit, CancellationToken cancellationToken)
    {
        var webhook = Find(caller, webhookId);
        return Task.FromResult<IReadOnlyList<DeliveryView>>([.. _deliveries.Values.Where(d => d.WebhookId == webhook.Id).Take(limit)]);
    }

    public Task<DeliveryView> ResendAsync(Caller caller, string webhookId, string deliveryId, CancellationToken cancellationToken)
    {
        Find(caller, webhookId);
        return Task.FromResult(_deliveries.GetValueOrDefault(deliveryId) ?? throw NotFound());
    }

    private WebhookView Find(Caller caller, string webhookId) => _webhooks.GetValueOrDefault((caller.UserId, webhookId)) ?? throw NotFound();

    private static RequestException NotFound() => new(ErrorCodes.NotFound, "There is no such webhook.");
}
