using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Api.Options;

/// <summary>Event streams.</summary>
public sealed class EventOptions
{
    /// <summary>Seconds of silence after which a comment is sent, so that proxies keep the connection.</summary>
    [ConfigurationKeyName("heartbeat_seconds")]
    [Range(0.05, 120)]
    public double HeartbeatSeconds { get; set; } = 15;

    /// <summary>Seconds that a client may take to read what was sent before it is cut off; it resumes with <c>Last-Event-ID</c>.</summary>
    [ConfigurationKeyName("slow_client_seconds")]
    [Range(0.05, 600)]
    public double SlowClientSeconds { get; set; } = 30;

    /// <summary>Minutes after which a stream ends and its client comes back: that checks its identity again.</summary>
    [ConfigurationKeyName("max_minutes")]
    [Range(0.01, 24 * 60)]
    public double MaxMinutes { get; set; } = 30;

    /// <summary>Streams of one user at once on one host.</summary>
    [ConfigurationKeyName("max_streams_per_user")]
    [Range(1, 100_000)]
    public int MaxStreamsPerUser { get; set; } = 100;

    /// <summary>Streams at once on one host.</summary>
    [ConfigurationKeyName("max_streams")]
    [Range(1, 100_000)]
    public int MaxStreams { get; set; } = 5000;
}
