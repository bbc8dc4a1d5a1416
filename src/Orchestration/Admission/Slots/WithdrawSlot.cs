namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Leaves the queue. If the lease was granted meanwhile, the entity decides: with <paramref name="ReleaseIfGranted"/> (cancel)
/// it takes the lease back, without (timeout) the lease stands and the job must run.
/// </summary>
public sealed record WithdrawSlot(string Ticket, bool ReleaseIfGranted);
