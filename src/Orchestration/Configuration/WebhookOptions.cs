using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>How users' own programs are told of their jobs.</summary>
public sealed class WebhookOptions
{
    private static readonly double[] OverADay = [5, 60, 300, 1800, 7200, 18_000, 36_000, 21_600];

    /// <summary>Webhooks of a user; 0 switches them off.</summary>
    [ConfigurationKeyName("max_per_user")]
    [Range(0, 100)]
    public int MaxPerUser { get; set; } = 10;

    /// <summary>For one request, from the look-up of its host to the end of its answer.</summary>
    [ConfigurationKeyName("timeout_seconds")]
    [Range(0.1, 60)]
    public double TimeoutSeconds { get; set; } = 15;

    /// <summary>Waits between attempts, ±10%, up to 20 of 0.01 to 86400; then the message is given up. By default 5, 60, 300, 1800, 7200, 18000, 36000, 21600: about a day.</summary>
    [ConfigurationKeyName("retry_delays_seconds")]
    public IReadOnlyList<double>? RetryDelaysSeconds { get; set; }

    /// <summary><see cref="RetryDelaysSeconds"/>, or about a day in growing steps.</summary>
    public IReadOnlyList<double> Delays => RetryDelaysSeconds ?? OverADay;
}
