using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>How long things are kept. Days since the last write.</summary>
public sealed class RetentionOptions
{
    /// <summary>Uploads: at least <c>queue_timeout</c> and <c>review:timeout_seconds</c> together.</summary>
    [ConfigurationKeyName("inputs_days")]
    [Range(0.001, 3650)]
    public double InputsDays { get; set; } = 7;

    /// <summary>Results of stages after their last use, which later jobs with the same input may reuse; at least as <c>inputs_days</c>.</summary>
    [ConfigurationKeyName("work_days")]
    [Range(0.001, 3650)]
    public double WorkDays { get; set; } = 7;

    /// <summary>What users get.</summary>
    [ConfigurationKeyName("outputs_days")]
    [Range(0.001, 3650)]
    public double OutputsDays { get; set; } = 30;

    /// <summary>Ended jobs and their histories.</summary>
    [ConfigurationKeyName("jobs_days")]
    [Range(0.001, 3650)]
    public double JobsDays { get; set; } = 30;

    /// <summary>Messages to webhooks, with how they were answered.</summary>
    [ConfigurationKeyName("deliveries_days")]
    [Range(2d, 3650d)]
    public double DeliveriesDays { get; set; } = 30;

    /// <summary>Entries of the audit log: who changed limits, users and keys, and who deleted jobs.</summary>
    [ConfigurationKeyName("audit_days")]
    [Range(1d, 36500d)]
    public double AuditDays { get; set; } = 365;

    /// <summary>How often to look: an hour, or the shortest that anything is kept.</summary>
    public TimeSpan Interval =>
        TimeSpan.FromDays(Math.Min(1.0 / 24, new[] { InputsDays, WorkDays, OutputsDays, JobsDays, DeliveriesDays }.Min()));
}
