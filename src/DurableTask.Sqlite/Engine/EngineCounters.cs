namespace DurableTask.Sqlite.Engine;

/// <summary>What the runtime did, for tests and measurements.</summary>
internal sealed class EngineCounters
{
    private long _commits;
    private long _replays;
    private long _instancesRecovered;
    private long _snapshots;
    private long _storedMessages;
    private long _evictions;
    private long _entityOperations;

    public long Commits => Volatile.Read(ref _commits);

    public long Replays => Volatile.Read(ref _replays);

    /// <summary>Instances whose history was read at start.</summary>
    public long InstancesRecovered => Volatile.Read(ref _instancesRecovered);

    public long Snapshots => Volatile.Read(ref _snapshots);

    public long StoredMessages => Volatile.Read(ref _storedMessages);

    public long Evictions => Volatile.Read(ref _evictions);

    public long EntityOperations => Volatile.Read(ref _entityOperations);

    public void Committed() => Interlocked.Increment(ref _commits);

    public void Replayed() => Interlocked.Increment(ref _replays);

    public void Recovered() => Interlocked.Increment(ref _instancesRecovered);

    public void SnapshotTaken() => Interlocked.Increment(ref _snapshots);

    public void MessagesStored(int count) => Interlocked.Add(ref _storedMessages, count);

    public void Evicted() => Interlocked.Increment(ref _evictions);

    public void EntityOperation() => Interlocked.Increment(ref _entityOperations);
}
