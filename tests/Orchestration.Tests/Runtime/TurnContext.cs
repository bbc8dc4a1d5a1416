using System.Collections.Concurrent;

namespace TransVox.Orchestration.Tests.Runtime;

/// <summary>
/// Runs an orchestrator's continuations on one thread. One that comes from another thread means that the orchestrator awaited
/// something that is not durable.
/// </summary>
internal sealed class TurnContext : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("An orchestrator awaited something that is not durable.");
        _queue.Enqueue((d, state));
    }

    public void Drain()
    {
        while (_queue.TryDequeue(out var item))
            item.Callback(item.State);
    }
}
