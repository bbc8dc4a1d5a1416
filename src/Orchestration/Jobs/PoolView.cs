using TransVox.Orchestration.Admission;

namespace TransVox.Orchestration.Jobs;

/// <summary>A GPU pool: capacity, cost in use, running leases.</summary>
public sealed record PoolView(string Name, int Capacity, int InUse, PoolMode Mode, AdmissionPolicy Policy, IReadOnlyList<LeaseView> Leases);
