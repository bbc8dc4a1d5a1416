namespace TransVox.Orchestration.Durable;

/// <summary>Base of orchestrators with a typed input and output.</summary>
public abstract class Orchestrator<TInput, TOutput> : IOrchestrator
{
    public abstract string Name { get; }

    public Type InputType => typeof(TInput);

    public abstract Task<TOutput> RunAsync(OrchestrationContext context, TInput input);

    async Task<object?> IOrchestrator.RunAsync(OrchestrationContext context, object? input) =>
        await RunAsync(context, (TInput)input!);
}
