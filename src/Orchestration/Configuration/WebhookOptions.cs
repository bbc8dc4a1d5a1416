using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>How users' own programs are told of their jobs.</summary>
public sealed class WebhookOptions
{
    private static readonly double[] OverADay = [5, 60, 300, 1800, 7200, 18_000, 36_000, 21_600];

    /// <summary>Webhooks that a user may have; 0 offers none.</summary>
    [ConfigurationKeyName("max_per_user")]
    public int MaxPerUser { get; set; } = 10;

    /// <summary>Seconds for one request, from the look-up of its host to the end of its answer.</summary>
    [ConfigurationKeyName("timeout_seconds")]
    public double TimeoutSeconds { get; set; } = 15;

    /// <summary>Seconds between attempts; after the last the message is given up.</summary>
    [ConfigurationKeyName("retry_delays_seconds")]
    public IReadOnlyList<double>? RetryDelaysSeconds { get; set; }

    /// <summary><see cref="RetryDelaysSeconds"/>, or about a day in growing steps.</summary>
    public IReadOnlyList<double> Delays => RetryDelaysSeconds ?? OverADay;
}
