using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>How long things are kept. Days since the last write.</summary>
public sealed class RetentionOptions
{
    [ConfigurationKeyName("inputs_days")]
    public double InputsDays { get; set; } = 7;

    /// <summary>Stage results that later jobs with the same input may reuse.</summary>
    [ConfigurationKeyName("work_days")]
    public double WorkDays { get; set; } = 7;

    [ConfigurationKeyName("outputs_days")]
    public double OutputsDays { get; set; } = 30;

    /// <summary>Ended jobs and their histories.</summary>
    [ConfigurationKeyName("jobs_days")]
    public double JobsDays { get; set; } = 30;

    /// <summary>What was sent to webhooks.</summary>
    [ConfigurationKeyName("deliveries_days")]
    public double DeliveriesDays { get; set; } = 30;

    /// <summary>How often to look: an hour, or the shortest that anything is kept.</summary>
    public TimeSpan Interval =>
        TimeSpan.FromDays(Math.Min(1.0 / 24, new[] { InputsDays, WorkDays, OutputsDays, JobsDays, DeliveriesDays }.Min()));
}
