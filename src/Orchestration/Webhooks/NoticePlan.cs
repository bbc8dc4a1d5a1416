namespace TransVox.Orchestration.Webhooks;

/// <summary>What to send.</summary>
/// <param name="Deliveries">One message per webhook that is told.</param>
/// <param name="Delays">Seconds between attempts.</param>
/// <param name="Ended">Nothing more comes of this job.</param>
/// <param name="Unavailable">The storage account did not answer: nothing of this counts.</param>
/// <param name="LookSeconds">After which the job is looked at, if it has not told anything: one that was ended from outside never does.</param>
public sealed record NoticePlan(
    IReadOnlyList<DeliveryRef> Deliveries, IReadOnlyList<double> Delays, bool Ended, bool Unavailable = false, double LookSeconds = 21_600);
