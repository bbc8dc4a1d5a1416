using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Tests.Durable.Support;

/// <summary>An orchestrator from a function.</summary>
internal sealed class FuncOrchestrator<TInput, TOutput>(string name, Func<OrchestrationContext, TInput, Task<TOutput>> body) : Orchestrator<TInput, TOutput>
{
    public override string Name => name;

    public override Task<TOutput> RunAsync(OrchestrationContext context, TInput input) => body(context, input);
}
