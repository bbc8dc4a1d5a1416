using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Jobs;

/// <summary>A stage of a job's plan.</summary>
/// <param name="Stage">Which.</param>
/// <param name="UsesGpu">Whether it must hold a GPU lease.</param>
/// <param name="Skip">The request brings its outputs.</param>
public sealed record PlannedStage(Stage Stage, bool UsesGpu, bool Skip = false);
