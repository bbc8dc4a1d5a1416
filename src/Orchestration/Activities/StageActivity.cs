using TransVox.Orchestration.Durable;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>One stage as an activity: a name on the one executor, so that each shows in the portal and in histories.</summary>
public abstract class StageActivity(Stage stage, StageExecutor executor) : Activity<StageInput, StageOutcome>
{
    public override string Name { get; } = ActivityNames.Of(stage);

    public override Task<StageOutcome> RunAsync(ActivityContext context, StageInput input, CancellationToken cancellationToken) =>
        executor.RunAsync(input, cancellationToken);
}
