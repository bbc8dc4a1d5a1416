namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>What a reservation must respect.</summary>
/// <param name="MaxQueueSize">How many jobs may wait, over all users.</param>
/// <param name="MaxJobsOfUser">How many jobs the user may have in all, waiting or running; null when more of them simply wait.</param>
public sealed record LedgerBounds(int MaxQueueSize, int? MaxJobsOfUser = null);
