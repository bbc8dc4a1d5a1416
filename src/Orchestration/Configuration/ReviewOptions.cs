using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>The review between translation and synthesis.</summary>
public sealed class ReviewOptions
{
    /// <summary>Seconds after which a review that nobody approved is given up.</summary>
    [ConfigurationKeyName("timeout_seconds")]
    public int TimeoutSeconds { get; set; } = 3 * 24 * 3600;
}
