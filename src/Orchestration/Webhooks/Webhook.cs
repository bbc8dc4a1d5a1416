namespace TransVox.Orchestration.Webhooks;

/// <summary>A webhook as it is stored.</summary>
public sealed record Webhook(
    string Id, string Url, IReadOnlyList<string> Events, string? Description, bool Enabled, string? DisabledReason, DateTimeOffset CreatedAt, WebhookSecret Secret)
{
    public WebhookView ToView() => new(Id, Url, Events, Description, Enabled, DisabledReason, CreatedAt);
}
