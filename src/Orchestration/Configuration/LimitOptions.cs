using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Limits on what is accepted.</summary>
public sealed class LimitOptions
{
    /// <summary>Megabytes of the largest video.</summary>
    [ConfigurationKeyName("max_video_size_mb")]
    [Range(1, 102_400)]
    public int MaxVideoSizeMb { get; set; } = 2048;

    /// <summary>Length of the longest video.</summary>
    [ConfigurationKeyName("max_video_duration_minutes")]
    [Range(1, 1440)]
    public int MaxVideoDurationMinutes { get; set; } = 60;

    /// <summary>Jobs that wait, over all users, exactly; then 429.</summary>
    [ConfigurationKeyName("max_queue_size")]
    [Range(1, 100_000)]
    public int MaxQueueSize { get; set; } = 100;
}
