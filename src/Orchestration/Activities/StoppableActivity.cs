using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;

namespace TransVox.Orchestration.Activities;

/// <summary>An activity that is told when its host stops: Durable Task itself has no token for that.</summary>
public abstract class StoppableActivity<TInput, TResult>(IHostApplicationLifetime lifetime) : TaskActivity<TInput, TResult>
{
    /// <summary>Until the process stops. A platform that has a token for each invocation calls the other overload with it.</summary>
    public sealed override Task<TResult> RunAsync(TaskActivityContext context, TInput input) =>
        RunAsync(input, lifetime.ApplicationStopping);

    /// <summary>Any I/O, run at least once. The token ends when the host stops: nothing partial is left, the activity runs again elsewhere.</summary>
    public abstract Task<TResult> RunAsync(TInput input, CancellationToken cancellationToken);
}
