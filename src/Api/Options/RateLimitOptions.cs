using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Api.Options;

/// <summary>A token bucket for each user.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests that a user may send at once.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 240;

    /// <summary>Requests per second that a user may send all the time.</summary>
    [ConfigurationKeyName("per_second")]
    [Range(1, 1_000_000)]
    public int PerSecond { get; set; } = 40;

    /// <summary>Look-ups of API keys that this host has not seen lately, per second, over all callers.</summary>
    [ConfigurationKeyName("unknown_keys_per_second")]
    [Range(1, 1_000_000)]
    public int UnknownKeysPerSecond { get; set; } = 50;
}
