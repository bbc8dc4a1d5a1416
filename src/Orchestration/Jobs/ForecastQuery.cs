using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Jobs;

/// <summary>A job that might be submitted.</summary>
/// <param name="MediaSeconds">Length of the video; null: as long as usual.</param>
/// <param name="Priority">Its priority, where priorities count.</param>
/// <param name="Output">What is asked for: only the stages for it run.</param>
/// <param name="Profile">Profile of engines; null: the default.</param>
/// <param name="Pool">GPU pool; null: the profile's.</param>
public sealed record ForecastQuery(
    double? MediaSeconds = null, JobPriority Priority = JobPriority.Normal, OutputKind Output = OutputKind.Video, string? Profile = null, string? Pool = null);
