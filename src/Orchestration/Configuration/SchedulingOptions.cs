using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Whose turn it is, and on which pool.</summary>
public sealed class SchedulingOptions
{
    /// <summary>Whose turn it is.</summary>
    [ConfigurationKeyName("policy")]
    public AdmissionPolicy Policy { get; set; } = AdmissionPolicy.Fair;

    /// <summary>Time after which past use of a GPU counts half (<c>fair</c>).</summary>
    [ConfigurationKeyName("half_life_seconds")]
    [Range(1d, 2_592_000d)]
    public double HalfLifeSeconds { get; set; } = 3600;

    /// <summary>A higher priority overtakes only jobs that have waited less than this longer.</summary>
    [ConfigurationKeyName("max_overtake_seconds")]
    [Range(0d, 604_800d)]
    public double MaxOvertakeSeconds { get; set; } = 600;

    /// <summary>How long a job of higher cost lets smaller ones pass before capacity is kept free for it.</summary>
    [ConfigurationKeyName("large_job_patience_seconds")]
    [Range(0d, 604_800d)]
    public double LargeJobPatienceSeconds { get; set; } = 60;

    /// <summary><c>reject</c> answers 409 with the active job.</summary>
    [ConfigurationKeyName("when_user_busy")]
    public WhenUserBusy WhenUserBusy { get; set; } = WhenUserBusy.Queue;

    /// <summary>Pool of a job that names none.</summary>
    [ConfigurationKeyName("default_pool")]
    public string DefaultPool { get; set; } = "default";

    /// <summary>Pools by name. The default pool exists without being named.</summary>
    [ConfigurationKeyName("pools")]
    public Dictionary<string, PoolOptions> Pools { get; set; } = [];

    /// <summary>Overrides by user id.</summary>
    [ConfigurationKeyName("users")]
    public Dictionary<string, UserOptions> Users { get; set; } = [];
}
