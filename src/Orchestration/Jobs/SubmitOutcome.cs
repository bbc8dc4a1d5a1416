namespace TransVox.Orchestration.Jobs;

/// <summary>An accepted submission. <paramref name="Replayed"/>: an earlier request with the same idempotency key made it.</summary>
public sealed record SubmitOutcome(JobView Job, bool Replayed = false);
