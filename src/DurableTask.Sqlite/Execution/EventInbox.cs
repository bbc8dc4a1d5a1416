using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Execution;

/// <summary>
/// External events of one execution: those that came before anybody waited, and the waits that came first. Several waits for one name
/// are a stack, as in every worker of Durable Task: an event goes to the newest. A cancelled wait consumes nothing.
/// </summary>
internal sealed class EventInbox(DataConverter converter)
{
    private readonly List<HistoryEvent> _kept = [];
    private readonly Dictionary<string, LinkedList<PendingOperation>> _waits = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Events that nobody has consumed, in order of arrival.</summary>
    public IReadOnlyList<HistoryEvent> Kept => _kept;

    public void Deliver(HistoryEvent raised)
    {
        if (_waits.TryGetValue(raised.Name!, out var waits) && waits.Last is { } newest)
        {
            waits.RemoveLast();
            newest.Value.Registration.Dispose();
            newest.Value.Complete(raised.Payload);
        }
        else
        {
            _kept.Add(raised);
        }
    }

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var pending = new PendingOperation<T>(converter);
        var index = _kept.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            var kept = _kept[index];
            _kept.RemoveAt(index);
            pending.Complete(kept.Payload);
            return pending.Task;
        }

        if (!_waits.TryGetValue(name, out var waits))
        {
            _waits[name] = waits = new LinkedList<PendingOperation>();
        }

        var node = waits.AddLast(pending);
        pending.Registration = cancellationToken.UnsafeRegister(
            _ =>
            {
                // Already gone when the event came first.
                if (node.List is not null)
                {
                    node.List.Remove(node);
                    pending.Cancel(cancellationToken);
                }
            },
            null);
        return pending.Task;
    }
}
