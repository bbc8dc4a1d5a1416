using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Settings to hand to the entities.</summary>
public sealed record ApplyLimitsInput(IReadOnlyDictionary<string, PoolSettings> Pools, IReadOnlyDictionary<string, UserSettings> Users);
