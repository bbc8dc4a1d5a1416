namespace TransVox.Contract;

/// <summary>A waiting job. Id and user are null for other users' jobs.</summary>
public sealed record QueueEntry(int Position, string? JobId, string? UserId, JobPriority Priority, string Pool, DateTimeOffset EnqueuedAt, DateTimeOffset? EstimatedStart, bool Mine);
