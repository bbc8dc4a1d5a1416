using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>The plan that a job carries: which stages run, and which of them need the GPU.</summary>
public static class JobPlanner
{
    /// <summary>Plans a job.</summary>
    /// <param name="runner">Describes the configured stages.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="provided">Artifacts that come with the request.</param>
    public static IReadOnlyList<PlannedStage> Plan(IStageRunner runner, DubbingOptions options, IReadOnlyCollection<string> provided) =>
    [
        .. Enum.GetValues<Stage>().Select(stage => new PlannedStage(
            stage,
            runner.Describe(stage, options).UsesGpu,
            IsProvided(stage, provided))),
    ];

    private static bool IsProvided(Stage stage, IReadOnlyCollection<string> provided) => stage switch
    {
        Stage.Transcribe => provided.Contains(Artifacts.Brought) || provided.Contains(Artifacts.Transcript) || provided.Contains(Artifacts.Translation),
        Stage.Translate => provided.Contains(Artifacts.Translation),
        _ => false,
    };
}
