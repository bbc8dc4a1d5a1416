namespace TransVox.Orchestration.Webhooks;

/// <summary>Which message.</summary>
public sealed record DeliveryRef(string UserId, string WebhookId, string DeliveryId);
