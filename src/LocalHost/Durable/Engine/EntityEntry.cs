using System.Text.Json;
using TransVox.LocalHost.Durable.Execution;
using TransVox.LocalHost.Durable.Store;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>
/// An entity in memory: its live state, and the last snapshot with the operations since, from which the state is rebuilt
/// when an operation throws in the middle of changing it.
/// </summary>
internal sealed class EntityEntry(EntityId id, IDurableEntity type, long key)
{
    // A log shorter than this is not worth a snapshot of a large state.
    private const int MinimumLogBytes = 16 * 1024;

    private readonly List<EntityOp> _tail = [];
    private byte[]? _snapshot;
    private long _snapshotVersion;
    private int _loggedOps;
    private long _tailBytes;
    private bool _isStored;

    public EntityId Id { get; } = id;

    public long LastBatch { get; private set; }

    public LinkedListNode<EntityEntry>? Node { get; set; }

    /// <summary>The live state; null when the entity does not exist.</summary>
    public object? State { get; private set; }

    private long Version => _snapshotVersion + _tail.Count;

    /// <summary>Takes up a stored entity.</summary>
    public void Load(StoredEntity stored)
    {
        _isStored = true;
        _snapshot = stored.Snapshot;
        _snapshotVersion = stored.Version;
        _tail.AddRange(stored.Ops);
        _loggedOps = _tail.Count;
        _tailBytes = _tail.Sum(SizeOf);
        State = Rebuild(type, Id.Key, _snapshot, _tail);
    }

    /// <summary>State from a snapshot (or none) and the operations after it.</summary>
    public static object? Rebuild(IDurableEntity type, string key, byte[]? snapshot, IEnumerable<EntityOp> ops)
    {
        var state = snapshot is null ? null : JsonSerializer.Deserialize(snapshot, type.StateType, DurableJson.Options);
        foreach (var op in ops)
        {
            state = Apply(type, state ?? type.CreateState(key), op).State;
        }

        return state;
    }

    /// <summary>Applies one operation and returns its result as JSON; on an exception the state is what it was.</summary>
    public string? Execute(EntityOp op, long batch)
    {
        EntityOutcome outcome;
        string? result;
        try
        {
            outcome = Apply(type, State ?? type.CreateState(Id.Key), op);
            result = DurableText.Of(outcome.Result);
        }
        catch
        {
            Restore();
            throw;
        }

        LastBatch = batch;
        State = outcome.State;
        if (State is null)
        {
            Forget();
        }
        else
        {
            _tail.Add(op);
            _tailBytes += SizeOf(op);
        }

        return result;
    }

    /// <summary>
    /// What a commit has to write. A small state is written whole; a large one as its operations, with a snapshot when these
    /// have grown as long as the state itself, so that the cost of an operation does not depend on the size of the state.
    /// </summary>
    public EntityWrite? Cut(int largeBytes, bool forceSnapshot, RuntimeCounters counters)
    {
        if (State is null)
        {
            var deletion = _isStored ? new EntityWrite(key, Id, 0, null, ClearLog: true, []) : null;
            _isStored = false;
            _loggedOps = 0;
            return deletion;
        }

        var isLarge = _snapshot is not null && _snapshot.Length > largeBytes;
        if (isLarge && !forceSnapshot && _tailBytes <= Math.Max(MinimumLogBytes, _snapshot!.Length))
        {
            var ops = _tail.GetRange(_loggedOps, _tail.Count - _loggedOps);
            var first = _snapshotVersion + _loggedOps + 1;
            _loggedOps = _tail.Count;
            return ops.Count == 0 ? null : new EntityWrite(key, Id, first, null, ClearLog: false, ops);
        }

        if (_tail.Count == 0)
        {
            return null;
        }

        counters.SnapshotTaken();
        var write = new EntityWrite(key, Id, Version, JsonSerializer.SerializeToUtf8Bytes(State, type.StateType, DurableJson.Options), ClearLog: _loggedOps > 0, []);
        _snapshotVersion = Version;
        _snapshot = write.Snapshot;
        _tail.Clear();
        _tailBytes = 0;
        _loggedOps = 0;
        _isStored = true;
        return write;
    }

    // The operations are pure and have been applied before: if that fails now, nothing here can be relied on.
    private void Restore()
    {
        try
        {
            State = Rebuild(type, Id.Key, _snapshot, _tail);
        }
        catch (Exception e)
        {
            throw new DurableStoreException($"The state of entity {Id} could not be restored after a failed operation: its operations are not pure.", e);
        }
    }

    private static EntityOutcome Apply(IDurableEntity type, object state, EntityOp op)
    {
        var inputType = type.InputTypeOf(op.Operation);
        var input = inputType is null ? null : DurableText.ToParameter(op.Input, inputType);
        return type.Apply(state, op.Operation, input, new DateTimeOffset(op.At, TimeSpan.Zero));
    }

    private static long SizeOf(EntityOp op) => op.Operation.Length + (op.Input?.Length ?? 0) + 24;

    // A deleted entity starts over; the rows of its log go with the entity's.
    private void Forget()
    {
        _tail.Clear();
        _tailBytes = 0;
        _snapshot = null;
        _snapshotVersion = 0;
        // Its log, if any, is cleared by the deletion or by the snapshot that replaces it.
    }
}
