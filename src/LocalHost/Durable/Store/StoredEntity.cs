namespace TransVox.LocalHost.Durable.Store;

/// <summary>An entity as stored: a snapshot and the operations after it.</summary>
internal sealed record StoredEntity(long Key, long Version, byte[] Snapshot, IReadOnlyList<EntityOp> Ops);
