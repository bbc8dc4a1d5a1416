using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Limits on what is accepted.</summary>
public sealed class LimitOptions
{
    [ConfigurationKeyName("max_video_size_mb")]
    public int MaxVideoSizeMb { get; set; } = 2048;

    [ConfigurationKeyName("max_video_duration_minutes")]
    public int MaxVideoDurationMinutes { get; set; } = 60;

    /// <summary>Jobs that wait, over all users.</summary>
    [ConfigurationKeyName("max_queue_size")]
    public int MaxQueueSize { get; set; } = 100;
}
