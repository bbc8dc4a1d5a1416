using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Services;

/// <summary>A job as stored: by its running orchestration or, when that is gone, by its record.</summary>
/// <param name="UpdatedAt">Last change of the stored state.</param>
public sealed record JobSnapshot(JobRequest Request, JobStatus Status, DateTimeOffset UpdatedAt);
