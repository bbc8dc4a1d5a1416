namespace TransVox.Orchestration.Webhooks;

/// <summary>A message to deliver.</summary>
/// <param name="Delivery">Which.</param>
/// <param name="Made">Attempts that were made before.</param>
/// <param name="Delays">Seconds between attempts.</param>
public sealed record DeliverRequest(DeliveryRef Delivery, int Made, IReadOnlyList<double> Delays);
