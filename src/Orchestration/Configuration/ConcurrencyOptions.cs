using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>How much runs at once.</summary>
public sealed class ConcurrencyOptions
{
    /// <summary>Jobs over all users that hold a GPU slot at once; the capacity of the default pool.</summary>
    [ConfigurationKeyName("max_global_jobs")]
    public int MaxGlobalJobs { get; set; } = 3;

    [ConfigurationKeyName("max_jobs_per_user")]
    public int MaxJobsPerUser { get; set; } = 1;

    /// <summary>Seconds from submission to the first GPU slot after which a job is given up.</summary>
    [ConfigurationKeyName("queue_timeout")]
    public int QueueTimeout { get; set; } = 3600;

    /// <summary>Stages of media programs (probe, extract, mix, mux) that run at once on one machine; 0 is one for every two processors.</summary>
    [ConfigurationKeyName("media_stages")]
    public int MediaStages { get; set; }

    /// <summary>The same, resolved on this machine.</summary>
    public int MediaStagesHere => MediaStages > 0 ? MediaStages : Math.Max(1, Environment.ProcessorCount / 2);

    [ConfigurationKeyName("enable_priority")]
    public bool EnablePriority { get; set; }
}
