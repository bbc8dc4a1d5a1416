using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Override for one user; missing members keep the default.</summary>
public sealed class UserOptions
{
    [ConfigurationKeyName("max_jobs")]
    public int? MaxJobs { get; set; }

    /// <summary>Share of the GPUs relative to other users, 1 by default.</summary>
    [ConfigurationKeyName("weight")]
    public double? Weight { get; set; }
}
