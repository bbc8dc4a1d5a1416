using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Whose turn it is, and on which pool.</summary>
public sealed class SchedulingOptions
{
    [ConfigurationKeyName("policy")]
    public AdmissionPolicy Policy { get; set; } = AdmissionPolicy.Fair;

    /// <summary>Seconds after which past use of a GPU counts half.</summary>
    [ConfigurationKeyName("half_life_seconds")]
    public double HalfLifeSeconds { get; set; } = 3600;

    /// <summary>A job of higher priority overtakes only jobs that have waited less than this longer than itself.</summary>
    [ConfigurationKeyName("max_overtake_seconds")]
    public double MaxOvertakeSeconds { get; set; } = 600;

    /// <summary>Seconds that a job of higher cost lets smaller ones pass before capacity is kept free for it.</summary>
    [ConfigurationKeyName("large_job_patience_seconds")]
    public double LargeJobPatienceSeconds { get; set; } = 60;

    [ConfigurationKeyName("when_user_busy")]
    public WhenUserBusy WhenUserBusy { get; set; } = WhenUserBusy.Queue;

    /// <summary>Pool of a job that names none.</summary>
    [ConfigurationKeyName("default_pool")]
    public string DefaultPool { get; set; } = "default";

    /// <summary>Pools by name. Without the default pool among them, it exists with <c>max_global_jobs</c> as its capacity.</summary>
    [ConfigurationKeyName("pools")]
    public Dictionary<string, PoolOptions> Pools { get; set; } = [];

    /// <summary>Overrides by user id.</summary>
    [ConfigurationKeyName("users")]
    public Dictionary<string, UserOptions> Users { get; set; } = [];
}
