namespace TransVox.Contract;

/// <summary>Body of <c>POST /api/webhooks</c>.</summary>
/// <param name="Url">Where messages go.</param>
/// <param name="Events">What it is told of; all events when left out.</param>
/// <param name="Description">To recognize it by.</param>
public sealed record NewWebhookRequest(string Url, IReadOnlyList<string>? Events = null, string? Description = null);
