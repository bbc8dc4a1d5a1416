using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Tests.Durable.Support;

/// <summary>An activity from a function.</summary>
internal sealed class FuncActivity<TInput, TResult>(string name, Func<ActivityContext, TInput, CancellationToken, Task<TResult>> body) : Activity<TInput, TResult>
{
    public override string Name => name;

    public override Task<TResult> RunAsync(ActivityContext context, TInput input, CancellationToken cancellationToken) => body(context, input, cancellationToken);
}
