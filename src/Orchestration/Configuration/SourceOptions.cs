using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Whether and how the service fetches videos that users name by address.</summary>
public sealed class SourceOptions
{
    [ConfigurationKeyName("enabled")]
    public bool Enabled { get; set; }

    /// <summary>
    /// Hosts to fetch from: a name, <c>*.</c> and a name for all below it but not itself, either with <c>:port</c> where it is not 443, or
    /// <c>*</c> for every public host.
    /// </summary>
    [ConfigurationKeyName("allowed_hosts")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Videos that an instance fetches at once. Each takes one of its places for activities.</summary>
    [ConfigurationKeyName("max_at_once")]
    public int MaxAtOnce { get; set; } = 2;

    /// <summary>Minutes for one video, from the first request on, with all attempts.</summary>
    [ConfigurationKeyName("timeout_minutes")]
    public double TimeoutMinutes { get; set; } = 60;

    /// <summary>Seconds over which <see cref="MinimumBytesPerSecond"/> is measured, the wait for an answer included.</summary>
    [ConfigurationKeyName("stall_seconds")]
    public double StallSeconds { get; set; } = 30;

    /// <summary>A server that sends less, on average over <see cref="StallSeconds"/>, is hung up on.</summary>
    [ConfigurationKeyName("minimum_bytes_per_second")]
    public int MinimumBytesPerSecond { get; set; } = 4096;

    [ConfigurationKeyName("yt_dlp")]
    public YtDlpOptions YtDlp { get; set; } = new();
}
