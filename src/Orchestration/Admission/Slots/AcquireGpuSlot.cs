namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Asks for a GPU slot (<c>{jobId}:gpu:1</c>). <paramref name="Returning"/>: the job had a lease before and goes ahead of jobs
/// that have not started. <paramref name="Cost"/> is what it takes of the pool's capacity.
/// </summary>
public sealed record AcquireGpuSlot(
    string Ticket,
    string JobId,
    string UserId,
    int Priority,
    DateTimeOffset EnqueuedAt,
    double Weight,
    PoolSettings Settings,
    int Cost = 1,
    bool Returning = false);
