using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>A GPU pool.</summary>
public sealed class PoolOptions
{
    /// <summary>Cost units that may be leased at once: slots, or for example gigabytes of GPU memory.</summary>
    [ConfigurationKeyName("capacity")]
    public int Capacity { get; set; } = 1;

    /// <summary>Cost units that one job takes.</summary>
    [ConfigurationKeyName("job_cost")]
    public int JobCost { get; set; } = 1;
}
