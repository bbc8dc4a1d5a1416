using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Webhooks;

/// <summary>
/// What a user does with webhooks; both hosts serve it over HTTP. Every method throws <see cref="RequestException"/> for what the
/// caller did wrong; another user's webhooks do not exist (<c>not_found</c>).
/// </summary>
public interface IWebhookService
{
    /// <summary>Makes a webhook; its secret is in the answer and nowhere else. <c>conflict</c> when there are as many as there may be.</summary>
    Task<NewWebhook> CreateAsync(Caller caller, NewWebhookRequest request, CancellationToken cancellationToken);

    Task<IReadOnlyList<WebhookView>> ListAsync(Caller caller, CancellationToken cancellationToken);

    Task<WebhookView> GetAsync(Caller caller, string webhookId, CancellationToken cancellationToken);

    /// <summary>Replaces all but the secret.</summary>
    Task<WebhookView> ChangeAsync(Caller caller, string webhookId, WebhookChange change, CancellationToken cancellationToken);

    /// <summary>Deletes the webhook with what was sent, and was to be sent, to it.</summary>
    Task DeleteAsync(Caller caller, string webhookId, CancellationToken cancellationToken);

    /// <summary>Sends a message that says nothing, once; <c>conflict</c> when the webhook is switched off.</summary>
    Task<DeliveryView> TestAsync(Caller caller, string webhookId, CancellationToken cancellationToken);

    /// <summary>Messages to the webhook, newest first.</summary>
    Task<IReadOnlyList<DeliveryView>> DeliveriesAsync(Caller caller, string webhookId, int limit, CancellationToken cancellationToken);

    /// <summary>Sends a message again under its id; <c>conflict</c> while it is being delivered.</summary>
    Task<DeliveryView> ResendAsync(Caller caller, string webhookId, string deliveryId, CancellationToken cancellationToken);
}
