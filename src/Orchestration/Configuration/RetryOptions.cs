using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Retries of stages.</summary>
public sealed class RetryOptions
{
    /// <summary>Runs of a stage whose errors may pass, the first one included.</summary>
    [ConfigurationKeyName("max_attempts")]
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Wait before the second run; doubles, ±25%.</summary>
    [ConfigurationKeyName("first_delay_seconds")]
    [Range(0.01, 3600)]
    public double FirstDelaySeconds { get; set; } = 5;

    /// <summary>Longest wait between two runs, at least <c>first_delay_seconds</c>.</summary>
    [ConfigurationKeyName("max_delay_seconds")]
    [Range(0.01, 3600)]
    public double MaxDelaySeconds { get; set; } = 60;

    /// <summary>Wait before a stage asks again for a busy device; no attempt is counted.</summary>
    [ConfigurationKeyName("busy_delay_seconds")]
    [Range(0.01, 600)]
    public double BusyDelaySeconds { get; set; } = 5;

    /// <summary>How long a stage puts up with a busy device before the job fails, at least <c>busy_delay_seconds</c>.</summary>
    [ConfigurationKeyName("max_busy_seconds")]
    [Range(1d, 86_400d)]
    public double MaxBusySeconds { get; set; } = 1800;

    /// <summary>Starts of one stage that never came to an end, after which the job is set aside.</summary>
    [ConfigurationKeyName("poison_after")]
    [Range(1, 20)]
    public int PoisonAfter { get; set; } = 3;

    /// <summary>How long a cancelled job waits for its running stage before it lets its slots go.</summary>
    [ConfigurationKeyName("cancel_grace_seconds")]
    [Range(1d, 3600d)]
    public double CancelGraceSeconds { get; set; } = 60;
}
