using TransVox.LocalHost.Durable.Store;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>The entities in memory. Belongs to the engine's thread, which makes operations run one at a time.</summary>
internal sealed class EntityTable(IReadOnlyDictionary<string, IDurableEntity> types, EmbeddedRuntimeOptions options, RuntimeCounters counters, ILogger log)
{
    private readonly Dictionary<EntityId, EntityEntry> _entries = [];
    private readonly LinkedList<EntityEntry> _byUse = new();
    private long _lastKey;

    public void Recover(StoreReader reader) => _lastKey = DurableStore.Max(reader.Connection, "entities", "key");

    /// <summary>Runs an operation and answers its caller, if it has one.</summary>
    public EntityReply? Execute(EntityRequest request, long now, Batch batch, StoreReader reader)
    {
        counters.EntityOperation();
        string? result = null;
        string? error = null;
        try
        {
            result = Run(request, now, batch, reader);
        }
        catch (Exception e) when (e is not DurableStoreException)
        {
            // The boundary of user code: the caller gets it as an EntityOperationFailedException.
            RuntimeLog.EntityOperationFailed(log, e, request.Operation, $"@{request.Name}@{request.Key}");
            error = e.Message;
        }

        return request.Caller is null ? null : new EntityReply(request.Caller, request.Execution, request.CallId, result, error);
    }

    /// <summary>Adds what the batch changed to its writes.</summary>
    public void Cut(Batch batch)
    {
        foreach (var entry in batch.Entities)
        {
            Add(batch, entry.Cut(options.LargeEntityBytes, forceSnapshot: false, counters));
        }
    }

    /// <summary>Replaces logs by snapshots, so that the next start, perhaps of a newer release, replays no operations.</summary>
    public void SnapshotAll(Batch batch)
    {
        foreach (var entry in _entries.Values)
        {
            Add(batch, entry.Cut(options.LargeEntityBytes, forceSnapshot: true, counters));
        }
    }

    /// <summary>Drops the entities used longest ago that are wholly in the store.</summary>
    public void Trim(long committedBatch)
    {
        for (var node = _byUse.First; node is not null && _entries.Count > options.MaxEntitiesInMemory;)
        {
            var (entry, next) = (node.Value, node.Next);
            if (entry.LastBatch <= committedBatch)
            {
                _byUse.Remove(node);
                _entries.Remove(entry.Id);
                counters.Evicted();
            }

            node = next;
        }
    }

    private static void Add(Batch batch, EntityWrite? write)
    {
        if (write is not null)
        {
            batch.Writes.Entities.Add(write);
        }
    }

    private string? Run(EntityRequest request, long now, Batch batch, StoreReader reader)
    {
        var entry = Find(new EntityId(request.Name, request.Key), reader);
        var result = entry.Execute(new EntityOp(request.Operation, request.Input, now), batch.Number);
        batch.Entities.Add(entry);
        return result;
    }

    private EntityEntry Find(EntityId id, StoreReader reader)
    {
        if (_entries.TryGetValue(id, out var entry))
        {
            _byUse.Remove(entry.Node!);
        }
        else
        {
            if (!types.TryGetValue(id.Name, out var type))
            {
                throw new InvalidOperationException($"No entity named '{id.Name}' is registered.");
            }

            var stored = reader.Entity(id);
            entry = new EntityEntry(id, type, stored?.Key ?? ++_lastKey);
            if (stored is not null)
            {
                entry.Load(stored);
            }

            _entries.Add(id, entry);
            entry.Node = new LinkedListNode<EntityEntry>(entry);
        }

        _byUse.AddLast(entry.Node!);
        return entry;
    }
}
