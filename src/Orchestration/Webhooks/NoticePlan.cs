namespace TransVox.Orchestration.Webhooks;

/// <summary>What to send.</summary>
/// <param name="Deliveries">One message per webhook that is told.</param>
/// <param name="Delays">Seconds between attempts.</param>
/// <param name="Ended">Nothing more comes of this job.</param>
/// <param name="Unavailable">The storage account did not answer: nothing of this counts.</param>
public sealed record NoticePlan(IReadOnlyList<DeliveryRef> Deliveries, IReadOnlyList<double> Delays, bool Ended, bool Unavailable = false);
