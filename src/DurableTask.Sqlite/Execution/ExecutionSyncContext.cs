namespace DurableTask.Sqlite.Execution;

/// <summary>
/// Keeps an orchestrator's continuations on the engine's thread, in the order in which they become ready. A continuation
/// posted from elsewhere means that the orchestrator awaited something that is not durable.
/// </summary>
internal sealed class ExecutionSyncContext(OrchestrationExecution execution) : SynchronizationContext
{
    // Nearly always there is one, and most executions wait: they hold no queue for it.
    private (SendOrPostCallback? Callback, object? State) _next;
    private Queue<(SendOrPostCallback? Callback, object? State)>? _more;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!execution.IsStepping)
        {
            execution.OnForeignContinuation();
        }
        else if (_next.Callback is null)
        {
            _next = (d, state);
        }
        else
        {
            (_more ??= new()).Enqueue((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Orchestrators do not block.");

    public override SynchronizationContext CreateCopy() => this;

    public void Drain()
    {
        while (_next is { Callback: { } callback, State: var state })
        {
            if (_more?.TryDequeue(out _next) != true)
            {
                _next = default;
            }

            callback(state);
        }
    }
}
