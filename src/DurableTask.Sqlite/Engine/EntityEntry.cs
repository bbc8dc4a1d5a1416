using DurableTask.Sqlite.Store;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// An entity in memory: its state, what is needed to undo an operation that throws, who has locked it, and the messages that
/// wait until it can take them.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="runner">Runs operations of its type.</param>
/// <param name="key">Key of its row.</param>
internal sealed class EntityEntry(EntityInstanceId id, EntityRunner runner, long key)
{
    // A log shorter than this is not worth a snapshot of a large state.
    private const int MinimumLogBytes = 16 * 1024;

    private readonly List<EntityOp> _tail = [];
    private string? _snapshot;
    private long _version;
    private int _loggedOps;
    private long _tailBytes;
    private bool _isStored;
    private bool _isChanged;

    public EntityInstanceId Id { get; } = id;

    public long LastBatch { get; private set; }

    public LinkedListNode<EntityEntry>? Node { get; set; }

    public EntityState State { get; } = new(runner.Converter);

    public LockHolder? LockedBy { get; private set; }

    /// <summary>The object that serves the current batch of operations, or null.</summary>
    public EntityBatch? Batch { get; private set; }

    /// <summary>An operation that awaits something is under way.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Messages that came while it was locked or busy, in order.</summary>
    public Queue<Envelope> Waiting { get; } = new();

    /// <summary>Whether it may leave memory once its last change is committed.</summary>
    public bool IsIdle => !IsBusy && Waiting.Count == 0;

    /// <summary>Takes up a stored entity.</summary>
    public void Load(StoredEntity stored)
    {
        _isStored = true;
        _snapshot = stored.Snapshot;
        _version = stored.Version;
        _tail.AddRange(stored.Ops);
        _loggedOps = _tail.Count;
        _tailBytes = _tail.Sum(SizeOf);
        LockedBy = stored.LockedBy;
        Rebuild();
    }

    /// <summary>Runs an operation; <see cref="Accept"/> or <see cref="Restore"/> follows.</summary>
    public ValueTask<object?> RunAsync(EntityOp op, EntityContext context) => (Batch ??= runner.Begin()).RunAsync(State, op, context);

    public void Lock(LockHolder? holder, long batch)
    {
        LockedBy = holder;
        Change(batch);
    }

    /// <summary>An operation ended well: its state is the one to go back to.</summary>
    public void Accept(EntityOp op, long batch)
    {
        Change(batch);
        if (!State.HasState)
        {
            // A deleted entity starts over; the rows of its log are cleared by the write that follows.
            _tail.Clear();
            _tailBytes = 0;
            _snapshot = null;
            return;
        }

        if (runner.IsReplayable)
        {
            _tail.Add(op);
            _tailBytes += SizeOf(op);
        }
        else
        {
            _snapshot = State.ToText();
        }
    }

    /// <summary>An operation threw: its state is what it was before.</summary>
    public void Restore()
    {
        EndBatch();
        Rebuild();
    }

    /// <summary>The next operation gets a new object.</summary>
    public void EndBatch()
    {
        Batch?.Dispose();
        Batch = null;
    }

    /// <summary>
    /// What a commit has to write. A small state is written whole; a large one of a replayable entity as its operations, with a snapshot
    /// when these have grown as long as the state itself, so that the cost of an operation does not depend on the size of the state.
    /// </summary>
    public EntityWrite? Cut(SqliteOptions options, bool forceSnapshot, long now, EngineCounters counters)
    {
        if (!State.HasState && LockedBy is null)
        {
            var deletion = _isStored ? new EntityWrite(key, Id, 0, null, ClearLog: true, [], null, now) : null;
            (_isStored, _isChanged, _loggedOps) = (false, false, 0);
            return deletion;
        }

        var isLarge = runner.IsReplayable && _snapshot is not null && _snapshot.Length > options.LargeEntityBytes;
        if (isLarge && !forceSnapshot && _tailBytes <= Math.Max(MinimumLogBytes, _snapshot!.Length))
        {
            var ops = _tail.GetRange(_loggedOps, _tail.Count - _loggedOps);
            var first = _version + _loggedOps + 1;
            _loggedOps = _tail.Count;
            var relocked = ops.Count == 0 && _isChanged;
            _isChanged = false;
            return ops.Count > 0 || relocked ? new EntityWrite(key, Id, first, null, ClearLog: false, ops, LockedBy, now) : null;
        }

        if (_tail.Count == 0 && !_isChanged)
        {
            return null;
        }

        counters.SnapshotTaken();
        _version += _tail.Count;
        // What is not replayable was put into text when its operation ended; one that has not ended yet must not be seen.
        _snapshot = (runner.IsReplayable ? State.ToText() : _snapshot) ?? "";
        var write = new EntityWrite(key, Id, _version, _snapshot, ClearLog: _loggedOps > 0, [], LockedBy, now);
        _tail.Clear();
        (_tailBytes, _loggedOps, _isStored, _isChanged) = (0, 0, true, false);
        return write;
    }

    private static long SizeOf(EntityOp op) => op.Operation.Length + (op.Input?.Length ?? 0) + 24;

    private void Change(long batch)
    {
        _isChanged = true;
        LastBatch = batch;
    }

    // The operations are deterministic and have been applied before: if that fails now, nothing here can be relied on.
    private void Rebuild()
    {
        State.SetText(_snapshot is { Length: > 0 } ? _snapshot : null);
        try
        {
            runner.Repeat(Id, State, _tail);
        }
        catch (Exception e)
        {
            throw new DurableStoreException(
                $"The state of entity {Id} could not be restored: its operations are not deterministic, yet it is declared as replayable.", e);
        }
    }
}
