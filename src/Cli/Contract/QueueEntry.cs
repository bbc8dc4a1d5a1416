namespace TransVox.Cli.Contract;

internal sealed record QueueEntry(int Position, string? JobId, string? UserId, string? Priority, string? Pool, DateTimeOffset EnqueuedAt, DateTimeOffset? EstimatedStart = null, bool Mine = false);
