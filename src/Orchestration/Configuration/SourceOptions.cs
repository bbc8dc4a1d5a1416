using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Whether and how the service fetches videos that users name by address.</summary>
public sealed class SourceOptions
{
    /// <summary>Whether videos are fetched by address (<a href="http.md#a-video-by-address">how</a>).</summary>
    [ConfigurationKeyName("enabled")]
    public bool Enabled { get; set; }

    /// <summary>Hosts to fetch from: a name, <c>*.</c> and a name for all below it but not itself, either with <c>:port</c> where it is not 443, or <c>*</c> for every public host.</summary>
    [ConfigurationKeyName("allowed_hosts")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Videos that an instance fetches at once, of one user at most half; less than its activities at once, or stages wait for them.</summary>
    [ConfigurationKeyName("max_at_once")]
    [Range(1, 100)]
    public int MaxAtOnce { get; set; } = 2;

    /// <summary>For one video, all attempts together.</summary>
    [ConfigurationKeyName("timeout_minutes")]
    [Range(0.01, 1440)]
    public double TimeoutMinutes { get; set; } = 60;

    /// <summary>Time over which the minimum is measured, the wait for an answer included.</summary>
    [ConfigurationKeyName("stall_seconds")]
    [Range(0.1, 600)]
    public double StallSeconds { get; set; } = 30;

    /// <summary>A server that sends less is hung up on, and asked again.</summary>
    [ConfigurationKeyName("minimum_bytes_per_second")]
    [Range(1, 1_000_000_000)]
    public int MinimumBytesPerSecond { get; set; } = 4096;

    [ConfigurationKeyName("yt_dlp")]
    public YtDlpOptions YtDlp { get; set; } = new();
}
