namespace TransVox.Bench.Peers;

/// <summary>What became of a <see cref="Workload"/>, in ticks of the system's monotonic clock.</summary>
/// <param name="Submitted">Before the first job was handed over.</param>
/// <param name="Completed">When the last one that counts was durably done.</param>
/// <param name="Log">Starts and ends of the work, in order.</param>
internal sealed record WorkLog(long Submitted, long Completed, List<(bool IsStart, long Timestamp)> Log);
