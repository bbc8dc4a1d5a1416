using System.Diagnostics.CodeAnalysis;
using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;

namespace DurableTask.Sqlite.Engine;

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
            foreach (var e in HistoryScan.OpenActions(reader.History(row.Key).Events))
            {
                if (e.Kind == EventKind.TimerCreated)
                {
                    timers++;
                    parts.Timers.Add(new TimerKey(row.Id, row.Execution, e.Id), e.FireAt);
                }
                else if (e.Kind == EventKind.ActivityScheduled)
                {
                    activities.Add(new ActivityWork(row.Id, row.Execution, e));
                }
            }
        }

        return (instances, timers, activities);
    }

    /// <summary>Status of the instance, or null when the id is free.</summary>
    public InstanceStatus? StatusOf(string id) => _entries.TryGetValue(id, out var entry)
        ? entry.Status
        : _purged.ContainsKey(id) ? null : reader.Instance(id)?.Status;

    /// <summary>When the instance changed last, or null when the id is free.</summary>
    public long? UpdatedOf(string id) => _entries.TryGetValue(id, out var entry)
        ? entry.Updated
        : _purged.ContainsKey(id) ? null : reader.Instance(id)?.Updated;

    /// <summary>A new instance, in memory; it takes the place of an ended one of its id.</summary>
    public InstanceEntry Create(IInstanceActions actions, StartRequest request)
    {
        var replaced = _entries.TryGetValue(request.Id, out var entry)
            ? (entry.Row.Key, entry.ExecutionNumber)
            : _purged.ContainsKey(request.Id) || reader.Instance(request.Id) is not { } row ? default((long Key, int Execution)?) : (row.Key, row.Execution);
        if (entry is not null)
        {
            parts.Batch.Instances.Remove(entry);
            Drop(entry);
        }

        var now = parts.UtcTicks;
        var created = new StoredInstance(
            replaced?.Key ?? ++_lastKey,
            request.Id,
            request.Name,
            InstanceStatus.Pending,
            now,
            now,
            // Late answers to the one before must not be taken for answers to this one.
            replaced?.Execution + 1 ?? 0,
            request.Input,
            null,
            request.Version,
            request.Tags,
            request.Parent,
            request.Trace,
            Spans.NewChild(request.Trace));
        entry = new InstanceEntry(actions, created) { IsNew = true, ResetHistory = replaced is not null };
        _entries.Add(request.Id, entry);
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

        entry = Load(actions, row);
        return true;
    }

    /// <summary>An ended instance, in memory, to be run again; null: there is none, or its end is not committed yet.</summary>
    public InstanceEntry? LoadEnded(IInstanceActions actions, string id) =>
        !_entries.ContainsKey(id) && !_purged.ContainsKey(id) && reader.Instance(id) is { Status: >= InstanceStatus.Completed } row
            ? Load(actions, row)
            : null;

    /// <summary>Ids of the instances that others called as sub-orchestrations.</summary>
    public List<string> ChildrenOf(string id)
    {
        var children = reader.ChildrenOf(id);
        foreach (var entry in _entries.Values)
        {
            if (entry.Row.Parent?.Instance == id && !children.Contains(entry.Id))
            {
                children.Add(entry.Id);
            }
        }

        return children;
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

        parts.Batch.Writes.PurgedInstances.Add(row.Key);
        _purged[id] = parts.Batch.Number;
        parts.ChangeWaiters.Release(id, parts.Batch);
        return true;
    }

    /// <summary>Adds what the batch changed to its writes, and who waits for a change to its effects.</summary>
    public void Cut()
    {
        foreach (var entry in parts.Batch.Instances)
        {
            parts.Batch.Writes.Instances.Add(entry.Cut());
            parts.ChangeWaiters.Release(entry.Id, parts.Batch);
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

    private InstanceEntry Load(IInstanceActions actions, StoredInstance row)
    {
        var entry = new InstanceEntry(actions, row);
        (entry.Loaded, entry.NextSeq) = reader.History(row.Key);
        entry.Locks = HistoryScan.OpenLocks(entry.Loaded);
        _entries.Add(row.Id, entry);
        entry.Node = _byUse.AddLast(entry);
        return entry;
    }

    private void Drop(InstanceEntry entry)
    {
        entry.Execution?.Dispose();
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
