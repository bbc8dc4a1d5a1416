namespace TransVox.Orchestration.Webhooks;

/// <summary>The webhooks of one user: one document, so that their number is bounded whoever adds at once.</summary>
public sealed record WebhookSet(IReadOnlyList<Webhook> Webhooks);
