using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Maintenance;

/// <summary>A shard of a pool that must report, since something was lost on the way to it or from it.</summary>
public sealed record LostShare(string Pool, ShardShare Ask);
