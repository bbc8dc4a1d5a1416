using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Maintenance;

/// <summary>What the reaper decided: tickets to return, by user and by pool, grants to send again, and shards that must report.</summary>
public sealed record ReapInput(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Users,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Pools,
    IReadOnlyList<Grant> Resend,
    IReadOnlyList<LostShare>? Lost = null);
