namespace DurableTask.Sqlite.Execution;

/// <summary>
/// Keeps an orchestrator's continuations on the engine's thread, in the order in which they become ready. A continuation
/// posted from elsewhere means that the orchestrator awaited something that is not durable.
/// </summary>
internal sealed class ExecutionSyncContext(OrchestrationExecution execution) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (execution.IsStepping)
        {
            _ready.Enqueue((d, state));
        }
        else
        {
            execution.OnForeignContinuation();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Orchestrators do not block.");

    public override SynchronizationContext CreateCopy() => this;

    public void Drain()
    {
        while (_ready.TryDequeue(out var ready))
        {
            ready.Callback(ready.State);
        }
    }
}
