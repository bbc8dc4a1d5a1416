namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Settings of a GPU pool as its entity keeps them. Every acquire carries the caller's copy; the entity takes the one with the
/// highest <see cref="Version"/>, so a job that was submitted before a change cannot undo it. <paramref name="Shards"/>: how many entities
/// the pool is divided among; null where it is one.
/// </summary>
public sealed record PoolSettings(
    int Capacity,
    AdmissionPolicy Policy = AdmissionPolicy.Fair,
    PoolMode Mode = PoolMode.Active,
    bool EnablePriority = false,
    double HalfLifeSeconds = 3600,
    double MaxOvertakeSeconds = 600,
    double LargeJobPatienceSeconds = 60,
    long Version = 0,
    int? Shards = null);
