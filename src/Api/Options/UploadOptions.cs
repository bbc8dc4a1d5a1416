using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Api.Options;

/// <summary>How long an upload through <c>POST /api/jobs</c> may take.</summary>
public sealed class UploadOptions
{
    /// <summary>Minutes for the whole upload.</summary>
    [ConfigurationKeyName("timeout_minutes")]
    [Range(0.01, 24 * 60)]
    public double TimeoutMinutes { get; set; } = 120;

    /// <summary>Bytes per second; a client that stays below is cut off, since it holds a place in the queue.</summary>
    [ConfigurationKeyName("minimum_data_rate")]
    [Range(1, 1_000_000_000)]
    public double MinimumDataRate { get; set; } = 1024;

    /// <summary>Seconds before the rate counts.</summary>
    [ConfigurationKeyName("grace_seconds")]
    [Range(1.5, 600)]
    public double GraceSeconds { get; set; } = 10;
}
