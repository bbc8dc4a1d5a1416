using System.Diagnostics.CodeAnalysis;
using TransVox.LocalHost.Durable.Execution;
using TransVox.LocalHost.Durable.Store;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>
/// The instances in memory. Belongs to the engine's thread. An instance stays while its last change is not committed, so
/// what is not here is in the store as it is.
/// </summary>
internal sealed class InstanceTable(EngineParts parts, StoreReader reader)
{
    private readonly Dictionary<string, InstanceEntry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<InstanceEntry> _byUse = new();
    private readonly Dictionary<string, long> _purged = new(StringComparer.Ordinal);
    private long _lastKey;

    /// <summary>Arms the timers and finds the activities of active instances; ended ones are not even looked at.</summary>
    public (int Instances, int Timers, List<ActivityWork> Activities) Recover()
    {
        _lastKey = DurableStore.Max(reader.Connection, "instances", "key");
        var (instances, timers) = (0, 0);
        var activities = new List<ActivityWork>();
        for (var row = reader.NextActive(0); row is not null; row = reader.NextActive(row.Key))
        {
            instances++;
            parts.Counters.Recovered();
            foreach (var e in OpenActions(reader.History(row.Key).Events))
            {
                if (e.Kind == EventKind.TimerCreated)
                {
                    timers++;
                    parts.Timers.Add(new TimerKey(row.Id, row.Execution, e.Id), e.FireAt);
                }
                else
                {
                    activities.Add(new ActivityWork(row.Id, row.Execution, e.Id, e.Name!, e.Payload));
                }
            }
        }

        return (instances, timers, activities);
    }

    /// <summary>Whether the id is taken, in whatever state.</summary>
    public bool Exists(string id) => _entries.ContainsKey(id) || (!_purged.ContainsKey(id) && reader.Instance(id) is not null);

    /// <summary>A new instance, in memory.</summary>
    public InstanceEntry Create(IInstanceActions actions, string id, string name, string? input)
    {
        var entry = new InstanceEntry(actions, ++_lastKey, id, name, parts.UtcTicks) { IsNew = true, Input = input };
        _entries.Add(id, entry);
        return entry;
    }

    /// <summary>The instance, from the store if need be, unless it is unknown or has ended.</summary>
    public bool TryFindActive(IInstanceActions actions, string id, [NotNullWhen(true)] out InstanceEntry? entry)
    {
        if (_entries.TryGetValue(id, out entry))
        {
            return entry.IsActive;
        }

        if (_purged.ContainsKey(id) || reader.Instance(id) is not { Status: < InstanceStatus.Completed } row)
        {
            return false;
        }

        entry = new InstanceEntry(actions, row.Key, row.Id, row.Name, row.Created)
        {
            Updated = row.Updated,
            ExecutionNumber = row.Execution,
            Input = row.Input,
            CustomStatus = row.CustomStatus,
        };
        (entry.Loaded, entry.NextSeq) = reader.History(row.Key);
        _entries.Add(id, entry);
        entry.Node = _byUse.AddLast(entry);
        return true;
    }

    /// <summary>Marks the instance as changed by the current batch, and as the one used last.</summary>
    public void Touch(InstanceEntry entry)
    {
        entry.LastBatch = parts.Batch.Number;
        entry.Updated = Math.Max(entry.Updated, parts.UtcTicks);
        parts.Batch.Instances.Add(entry);
        if (entry.Node is null)
        {
            entry.Node = _byUse.AddLast(entry);
        }
        else if (entry.Node.Next is not null)
        {
            _byUse.Remove(entry.Node);
            _byUse.AddLast(entry.Node);
        }
    }

    /// <summary>Deletes an ended instance. Null: not yet, its end is not committed.</summary>
    public bool? Purge(string id)
    {
        if (_entries.TryGetValue(id, out var entry))
        {
            return entry.IsActive ? false : null;
        }

        if (_purged.ContainsKey(id) || reader.Instance(id) is not { Status: >= InstanceStatus.Completed } row)
        {
            return false;
        }

        Purge(row.Key, id);
        return true;
    }

    /// <summary>Deletes up to <paramref name="limit"/> ended instances last touched before <paramref name="before"/> (UTC ticks).</summary>
    /// <returns>How many.</returns>
    public int PurgeEnded(long before, int limit)
    {
        var purged = 0;
        foreach (var (key, id) in reader.Ended(before, limit))
        {
            if (!_purged.ContainsKey(id) && !_entries.ContainsKey(id))
            {
                Purge(key, id);
                purged++;
            }
        }

        return purged;
    }

    /// <summary>Adds what the batch changed to its writes.</summary>
    public void Cut()
    {
        foreach (var entry in parts.Batch.Instances)
        {
            parts.Batch.Writes.Instances.Add(entry.Cut());
        }
    }

    /// <summary>Drops what need not be in memory: ended instances, purge marks and, beyond the cap, those idle longest.</summary>
    public void Trim(Batch committed)
    {
        foreach (var entry in committed.Instances)
        {
            if (!entry.IsActive && entry.LastBatch <= committed.Number)
            {
                Drop(entry);
            }
        }

        foreach (var (id, _) in _purged.Where(mark => mark.Value <= committed.Number).ToList())
        {
            _purged.Remove(id);
        }

        for (var node = _byUse.First; node is not null && _entries.Count > parts.Options.MaxInstancesInMemory;)
        {
            var (entry, next) = (node.Value, node.Next);
            if (entry.LastBatch <= committed.Number)
            {
                parts.Counters.Evicted();
                Drop(entry);
            }

            node = next;
        }
    }

    private static SortedDictionary<int, HistoryEvent>.ValueCollection OpenActions(List<HistoryEvent> history)
    {
        var open = new SortedDictionary<int, HistoryEvent>();
        foreach (var e in history)
        {
            if (e.Kind is EventKind.ActivityScheduled or EventKind.TimerCreated)
            {
                open.Add(e.Id, e);
            }
            else if (e.Kind is EventKind.ActivityCompleted or EventKind.ActivityFailed or EventKind.TimerFired or EventKind.TimerCanceled)
            {
                open.Remove(e.Id);
            }
        }

        return open.Values;
    }

    private void Purge(long key, string id)
    {
        parts.Batch.Writes.PurgedInstances.Add(key);
        _purged[id] = parts.Batch.Number;
    }

    private void Drop(InstanceEntry entry)
    {
        // By reference: after a purge the id may belong to a new instance.
        if (_entries.TryGetValue(entry.Id, out var current) && current == entry)
        {
            _entries.Remove(entry.Id);
        }

        if (entry.Node?.List is not null)
        {
            _byUse.Remove(entry.Node);
        }
    }
}
