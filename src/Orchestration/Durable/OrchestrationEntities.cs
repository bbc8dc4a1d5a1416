namespace TransVox.Orchestration.Durable;

/// <summary>An orchestrator's calls to entities; see <c>TaskOrchestrationEntityFeature</c> of Durable Task.</summary>
public abstract class OrchestrationEntities
{
    /// <summary>Runs one operation, effectively once and in order of calls, and returns its result.</summary>
    /// <exception cref="EntityOperationFailedException">The operation threw; the entity's state is unchanged.</exception>
    public abstract Task<TResult> CallEntityAsync<TResult>(EntityId id, string operationName, object? input = null);

    /// <summary>Sends an operation without waiting for a result.</summary>
    public abstract Task SignalEntityAsync(EntityId id, string operationName, object? input = null);
}
