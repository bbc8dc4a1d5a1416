namespace TransVox.Cli.Contract;

internal sealed record QueueView(IReadOnlyList<PoolView> Pools, IReadOnlyList<QueueEntry> Waiting, int MaxQueueSize = 0);
