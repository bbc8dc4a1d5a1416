namespace TransVox.Orchestration.Webhooks;

/// <summary>One attempt.</summary>
/// <param name="Delivery">Which message.</param>
/// <param name="Number">Of the attempt, over all of the message.</param>
/// <param name="NextDelay">Seconds until the next attempt if this one fails; null: it is the last.</param>
public sealed record DeliverInput(DeliveryRef Delivery, int Number, double? NextDelay);
