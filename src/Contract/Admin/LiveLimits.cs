namespace TransVox.Contract;

/// <summary>
/// The limits in force: those of <c>transvox.json</c> until somebody changes them through the admin API. <see cref="Version"/>
/// grows with every change.
/// </summary>
public sealed record LiveLimits
{
    public long Version { get; init; }

    public required int MaxGlobalJobs { get; init; }

    public required int MaxJobsPerUser { get; init; }

    /// <summary>Seconds a job may wait before its first lease.</summary>
    public required int QueueTimeout { get; init; }

    public bool EnablePriority { get; init; }

    public required int MaxQueueSize { get; init; }

    public required int MaxVideoSizeMb { get; init; }

    public required int MaxVideoDurationMinutes { get; init; }

    public AdmissionPolicy Policy { get; init; }

    /// <summary>Per pool; the default pool's capacity is <see cref="MaxGlobalJobs"/> when it is not named.</summary>
    public IReadOnlyDictionary<string, PoolLimits> Pools { get; init; } = new Dictionary<string, PoolLimits>();

    public IReadOnlyDictionary<string, UserLimits> Users { get; init; } = new Dictionary<string, UserLimits>();
}
