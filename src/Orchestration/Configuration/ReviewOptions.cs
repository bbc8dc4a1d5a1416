using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>The review between translation and synthesis.</summary>
public sealed class ReviewOptions
{
    /// <summary>A review that nobody approved is given up.</summary>
    [ConfigurationKeyName("timeout_seconds")]
    [Range(1, 5_184_000)]
    public int TimeoutSeconds { get; set; } = 3 * 24 * 3600;
}
