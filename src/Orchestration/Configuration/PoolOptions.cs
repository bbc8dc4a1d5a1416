using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Configuration;

/// <summary>A GPU pool.</summary>
public sealed class PoolOptions
{
    /// <summary>Cost units that are leased at once: slots, or for example gigabytes of GPU memory. Unset: of the default pool <c>max_global_jobs</c>, of any other 1.</summary>
    [ConfigurationKeyName("capacity")]
    [Range(1, 100_000)]
    public int? Capacity { get; set; }

    /// <summary>Cost units of one job, at most the capacity.</summary>
    [ConfigurationKeyName("job_cost")]
    [Range(1, 100_000)]
    public int JobCost { get; set; } = 1;

    /// <summary>Entities among which the pool is divided, for one that has more to do than an entity can; each must have room for a job. Unset: it is one.</summary>
    [ConfigurationKeyName("shards")]
    [Range(1, GpuSharesRules.MostShards)]
    public int? Shards { get; set; }
}
