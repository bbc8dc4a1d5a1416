using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Retries of stages.</summary>
public sealed class RetryOptions
{
    /// <summary>Runs of a stage that fails with errors that may pass, the first one included.</summary>
    [ConfigurationKeyName("max_attempts")]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Wait before the second run; doubles, with jitter of ±25%.</summary>
    [ConfigurationKeyName("first_delay_seconds")]
    public double FirstDelaySeconds { get; set; } = 5;

    [ConfigurationKeyName("max_delay_seconds")]
    public double MaxDelaySeconds { get; set; } = 60;

    /// <summary>Wait before a stage asks again for a busy device; no attempt is counted.</summary>
    [ConfigurationKeyName("busy_delay_seconds")]
    public double BusyDelaySeconds { get; set; } = 5;

    /// <summary>How long a stage puts up with a busy device before the job fails.</summary>
    [ConfigurationKeyName("max_busy_seconds")]
    public double MaxBusySeconds { get; set; } = 1800;

    /// <summary>Starts of one stage that never came to an end after which a job is poison.</summary>
    [ConfigurationKeyName("poison_after")]
    public int PoisonAfter { get; set; } = 3;

    /// <summary>How long a cancelled job waits for its running stage to stop before it lets its slots go regardless.</summary>
    [ConfigurationKeyName("cancel_grace_seconds")]
    public double CancelGraceSeconds { get; set; } = 60;
}
