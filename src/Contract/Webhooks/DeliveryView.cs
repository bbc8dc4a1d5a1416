namespace TransVox.Contract;

/// <summary>A message to a webhook.</summary>
/// <param name="Id">The header <c>webhook-id</c>; the same for every attempt.</param>
/// <param name="WebhookId">The webhook.</param>
/// <param name="Event">What happened, as in the message's <c>type</c>.</param>
/// <param name="JobId">The job; null for a test.</param>
/// <param name="CreatedAt">When it happened.</param>
/// <param name="State">How far it came.</param>
/// <param name="Attempts">The last attempts, oldest first.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
public sealed record DeliveryView(
    string Id, string WebhookId, string Event, string? JobId, DateTimeOffset CreatedAt, DeliveryState State, IReadOnlyList<DeliveryAttempt> Attempts,
    DateTimeOffset? NextAttemptAt = null);
