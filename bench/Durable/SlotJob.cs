namespace TransVox.Bench.Durable;

/// <summary>A job of the benchmarks: whose it is, the limits in force, how long its activity takes, and whose slots it needs.</summary>
public sealed record SlotJob(string UserId, int UserLimit, int PoolCapacity, DateTimeOffset SubmittedAt, int Milliseconds, string Pool = "default", int? Shards = null);
