namespace TransVox.Bench.Durable;

/// <summary>A job of the benchmarks: whose it is, the limits in force, and how long its activity takes.</summary>
internal sealed record SlotJob(string UserId, int UserLimit, int PoolCapacity, DateTimeOffset SubmittedAt, int Milliseconds);
