using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Execution;

/// <inheritdoc/>
internal sealed class ExecutionEntities(OrchestrationExecution execution) : OrchestrationEntities
{
    public override Task<TResult> CallEntityAsync<TResult>(EntityId id, string operationName, object? input = null)
    {
        var pending = new PendingOperation<TResult> { Kind = EventKind.EntityCalled, Entity = id, Name = operationName };
        execution.Call(new HistoryEvent(EventKind.EntityCalled, Name: operationName, Target: id.ToString()), pending, DurableText.Of(input));
        return pending.Task;
    }

    public override Task SignalEntityAsync(EntityId id, string operationName, object? input = null)
    {
        execution.Call(new HistoryEvent(EventKind.EntitySignaled, Name: operationName, Target: id.ToString()), null, DurableText.Of(input));
        return Task.CompletedTask;
    }
}
