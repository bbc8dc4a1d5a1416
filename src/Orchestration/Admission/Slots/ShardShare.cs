namespace TransVox.Orchestration.Admission.Slots;

/// <summary>What a shard of a pool is told: how much of the pool's capacity it may use.</summary>
/// <param name="Shard">Its number.</param>
/// <param name="Sequence">Number of this message to this shard, from 1.</param>
/// <param name="Given">All that it was ever given; what it may use is this less what it gave back.</param>
/// <param name="Fair">What it is due while everybody waits.</param>
/// <param name="Lending">What to do with idle capacity.</param>
/// <param name="Settings">The pool's settings.</param>
/// <remarks>The reaper asks with one of number 0, which says nothing: the shard reports what it knows, and is told what it has not heard.</remarks>
public sealed record ShardShare(int Shard, long Sequence, long Given, long Fair, ShardLending Lending, PoolSettings Settings);
