namespace TransVox.Contract;

/// <summary>The queue. Jobs of other users appear without id and name, unless an admin asks.</summary>
public sealed record QueueView(IReadOnlyList<PoolView> Pools, IReadOnlyList<QueueEntry> Waiting, int MaxQueueSize);
