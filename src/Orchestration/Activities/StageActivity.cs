using Microsoft.Extensions.Hosting;

namespace TransVox.Orchestration.Activities;

/// <summary>One stage as an activity: a name on the one executor, so that each shows in the portal and in histories.</summary>
public abstract class StageActivity(StageExecutor executor, IHostApplicationLifetime lifetime) : StoppableActivity<StageInput, StageOutcome>(lifetime)
{
    public override Task<StageOutcome> RunAsync(StageInput input, CancellationToken cancellationToken) =>
        executor.RunAsync(input, cancellationToken);
}
