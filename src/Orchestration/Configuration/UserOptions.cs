using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Override for one user; missing members keep the default.</summary>
public sealed class UserOptions
{
    /// <summary>Instead of <c>max_jobs_per_user</c> for this user.</summary>
    [ConfigurationKeyName("max_jobs")]
    [Range(1, 1000)]
    public int? MaxJobs { get; set; }

    /// <summary>Share of the GPUs relative to others, who have 1 (<c>fair</c>).</summary>
    [ConfigurationKeyName("weight")]
    [Range(0.01, 1000)]
    public double? Weight { get; set; }
}
