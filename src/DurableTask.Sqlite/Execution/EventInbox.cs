using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Execution;

/// <summary>
/// External events of one execution: those that came before anybody waited, and the waits that came first. Several waits for one name
/// are a stack, as in every worker of Durable Task: an event goes to the newest. A cancelled wait consumes nothing.
/// </summary>
internal sealed class EventInbox(DataConverter converter)
{
    // Both are short: an orchestrator waits for few events at a time. Oldest first.
    private List<HistoryEvent>? _kept;
    private List<(string Name, PendingOperation Wait)>? _waits;

    /// <summary>Events that nobody has consumed, in order of arrival.</summary>
    public IReadOnlyList<HistoryEvent> Kept => _kept ?? [];

    public void Deliver(HistoryEvent raised)
    {
        var index = _waits?.FindLastIndex(wait => IsNamed(wait.Name, raised.Name)) ?? -1;
        if (index >= 0)
        {
            var newest = _waits![index].Wait;
            _waits.RemoveAt(index);
            newest.Registration.Dispose();
            newest.Complete(raised.Payload);
        }
        else
        {
            (_kept ??= []).Add(raised);
        }
    }

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var pending = new PendingOperation<T>(converter);
        var index = _kept?.FindIndex(e => IsNamed(e.Name, name)) ?? -1;
        if (index >= 0)
        {
            var kept = _kept![index];
            _kept.RemoveAt(index);
            pending.Complete(kept.Payload);
            return pending.Task;
        }

        (_waits ??= new(capacity: 1)).Add((name, pending));
        if (cancellationToken.CanBeCanceled)
        {
            pending.Registration = cancellationToken.UnsafeRegister(_ => Cancel(pending, cancellationToken), null);
        }

        return pending.Task;
    }

    private static bool IsNamed(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private void Cancel(PendingOperation wait, CancellationToken cancellationToken)
    {
        // Already gone when the event came first.
        if (_waits!.RemoveAll(other => other.Wait == wait) > 0)
        {
            wait.Cancel(cancellationToken);
        }
    }
}
