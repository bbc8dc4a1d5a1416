using DurableTask.Sqlite.Engine;

namespace DurableTask.Sqlite.Store;

/// <summary>An entity as stored: a snapshot, empty where it has no state, and the operations after it.</summary>
internal sealed record StoredEntity(
    long Key, long Version, string Snapshot, IReadOnlyList<EntityOp> Ops, LockHolder? LockedBy = null, long Updated = 0);
