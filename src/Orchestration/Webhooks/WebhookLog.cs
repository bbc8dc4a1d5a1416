using Microsoft.Extensions.Logging;

namespace TransVox.Orchestration.Webhooks;

/// <summary>Log messages of webhooks. An address may hold a token of its owner's, so none is logged.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(EventId = 4501, Level = LogLevel.Information, Message = "Message {DeliveryId} ({Event}) to webhook {WebhookId}, attempt {Number}: status {Status}, {Error}")]
    public static partial void Attempted(ILogger logger, string deliveryId, string webhookId, string @event, int number, int? status, string? error);

    [LoggerMessage(EventId = 4502, Level = LogLevel.Warning, Message = "Message {DeliveryId} to webhook {WebhookId} could not be tried: the storage account did not answer")]
    public static partial void NotDelivered(ILogger logger, Exception exception, string deliveryId, string webhookId);
}
