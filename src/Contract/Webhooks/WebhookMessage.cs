namespace TransVox.Contract;

/// <summary>Body of a request to a receiver, as Standard Webhooks has it.</summary>
/// <param name="Type">The event.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">The job as it was then; null for a test.</param>
public sealed record WebhookMessage(string Type, DateTimeOffset Timestamp, WebhookJob? Data);
