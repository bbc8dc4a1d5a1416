namespace DurableTask.Sqlite.Engine;

/// <summary>Client calls that wait for instances to begin, to change, or to end. Belongs to the engine's thread.</summary>
internal sealed class InstanceWaiters
{
    private readonly Dictionary<string, List<IEffect>> _waiters = new(StringComparer.Ordinal);

    public void Add(string id, IEffect waiter)
    {
        if (!_waiters.TryGetValue(id, out var waiters))
        {
            _waiters[id] = waiters = [];
        }

        waiters.Add(waiter);
    }

    /// <summary>Forgets a waiter whose caller has given up.</summary>
    public void Remove(string id, IEffect waiter)
    {
        if (_waiters.TryGetValue(id, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
        {
            _waiters.Remove(id);
        }
    }

    /// <summary>It has happened: the instance's waiters are told with the commit of the batch.</summary>
    public void Release(string id, Batch batch)
    {
        if (_waiters.Remove(id, out var waiters))
        {
            waiters.ForEach(batch.AfterCommit);
        }
    }

    /// <summary>Abandons everybody: it will not happen in this process.</summary>
    public void Abandon(Exception reason)
    {
        foreach (var waiter in _waiters.Values.SelectMany(waiters => waiters))
        {
            waiter.Abandon(reason);
        }

        _waiters.Clear();
    }
}
