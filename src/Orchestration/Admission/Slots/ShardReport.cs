namespace TransVox.Orchestration.Admission.Slots;

/// <summary>What a shard of a pool tells the entity that divides the pool. Whoever called the shard carries it there.</summary>
/// <param name="Sequence">Number of this report, from 1; the highest counts, whatever the order of arrival.</param>
/// <param name="Heard">Number of the last <see cref="ShardShare"/> that arrived.</param>
/// <param name="Given">All that the shard knows it was ever given, and what it uses beyond that: leases from before the pool had shards.</param>
/// <param name="Returned">All that it ever gave back.</param>
/// <param name="Need">What its waiting jobs cost beyond what it has; 0: nobody waits.</param>
/// <param name="Least">What it needs for the next job to start.</param>
/// <param name="Next">What that job costs; 0: nobody waits.</param>
/// <param name="Settings">The settings that it knows.</param>
/// <param name="Shard">Its number; the carrier knows it from the entity that it called.</param>
public sealed record ShardReport(long Sequence, long Heard, long Given, long Returned, long Need, long Least, long Next, PoolSettings Settings, int Shard = 0);
