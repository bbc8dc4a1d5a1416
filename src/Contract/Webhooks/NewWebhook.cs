namespace TransVox.Contract;

/// <summary>A webhook that was just made; its secret is shown this once.</summary>
public sealed record NewWebhook(WebhookView Webhook, string Secret);
