using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Totals of a user.</summary>
/// <param name="Use">Of services that count it.</param>
/// <param name="LastJobs">The jobs counted last, so that none is counted twice.</param>
public sealed record UserUsage(double GpuSeconds, long Jobs, IReadOnlyList<string> LastJobs, EngineUse? Use = null);
