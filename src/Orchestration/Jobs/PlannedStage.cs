using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Jobs;

/// <summary>A stage of a job's plan.</summary>
/// <param name="Stage">Which.</param>
/// <param name="UsesGpu">Whether it must hold a GPU lease.</param>
/// <param name="Skip">It does not run: the request brings its outputs, or nothing that is asked for needs them.</param>
public sealed record PlannedStage(Stage Stage, bool UsesGpu, bool Skip = false);
