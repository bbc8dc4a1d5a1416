using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>How much runs at once.</summary>
public sealed class ConcurrencyOptions
{
    /// <summary>Jobs over all users that hold a GPU slot at once; the capacity of the default pool.</summary>
    [ConfigurationKeyName("max_global_jobs")]
    [Range(1, 1000)]
    public int MaxGlobalJobs { get; set; } = 3;

    /// <summary>Jobs of one user that run at once.</summary>
    [ConfigurationKeyName("max_jobs_per_user")]
    [Range(1, 1000)]
    public int MaxJobsPerUser { get; set; } = 1;

    /// <summary>Seconds from submission, or from when the video is fetched, to the first GPU slot; then the job is <c>TimedOut</c>.</summary>
    [ConfigurationKeyName("queue_timeout")]
    [Range(1, 604_800)]
    public int QueueTimeout { get; set; } = 3600;

    /// <summary>Stages of media programs (probe, extract, mix, mux) that run at once on one machine; 0 is one for every two processors.</summary>
    [ConfigurationKeyName("media_stages")]
    [Range(0, 1000)]
    public int MediaStages { get; set; }

    /// <summary>The same, resolved on this machine.</summary>
    public int MediaStagesHere => MediaStages > 0 ? MediaStages : Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Whether a job's priority counts.</summary>
    [ConfigurationKeyName("enable_priority")]
    public bool EnablePriority { get; set; }
}
