namespace TransVox.Contract;

/// <summary>A webhook without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where messages go.</param>
/// <param name="Events">What it is told of, of <see cref="WebhookEvents.All"/>.</param>
/// <param name="Description">The owner's words.</param>
/// <param name="Enabled">Whether it is told anything.</param>
/// <param name="DisabledReason">Why the service switched it off.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record WebhookView(
    string Id, string Url, IReadOnlyList<string> Events, string? Description, bool Enabled, string? DisabledReason, DateTimeOffset CreatedAt);
