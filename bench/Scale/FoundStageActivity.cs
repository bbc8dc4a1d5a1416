using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;

namespace TransVox.Bench.Scale;

/// <summary><see cref="FoundStage"/> as an activity.</summary>
internal sealed class FoundStageActivity(FoundStage stage) : TaskActivity<StageInput, StageOutcome>
{
    public override Task<StageOutcome> RunAsync(TaskActivityContext context, StageInput input) => stage.RunAsync(input);
}
