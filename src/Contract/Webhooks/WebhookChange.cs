namespace TransVox.Contract;

/// <summary>Body of <c>PUT /api/webhooks/{id}</c>: what the webhook is from here on; its secret stays.</summary>
/// <param name="Url">Where messages go.</param>
/// <param name="Events">What it is told of; all events when left out.</param>
/// <param name="Description">To recognize it by.</param>
/// <param name="Enabled">Whether it is told anything.</param>
public sealed record WebhookChange(string Url, IReadOnlyList<string>? Events = null, string? Description = null, bool Enabled = true);
