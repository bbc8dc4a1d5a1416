namespace TransVox.Contract;

/// <summary>A webhook with the messages to it.</summary>
public sealed record ExportedWebhook(WebhookView Webhook, IReadOnlyList<DeliveryView> Deliveries);
