namespace TransVox.Orchestration.Durable;

/// <summary>An orchestrator, written once for both hosts. One instance serves all executions: it holds no state.</summary>
public interface IOrchestrator
{
    /// <summary>Name under which it is registered.</summary>
    string Name { get; }

    /// <summary>Type of the input.</summary>
    Type InputType { get; }

    /// <summary>Runs (or replays) one execution; the result is the orchestration's output.</summary>
    Task<object?> RunAsync(OrchestrationContext context, object? input);
}
