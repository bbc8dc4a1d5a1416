namespace TransVox.Contract;

/// <summary>A GPU pool: capacity, cost in use, running leases.</summary>
public sealed record PoolView(string Name, int Capacity, int InUse, PoolMode Mode, AdmissionPolicy Policy, IReadOnlyList<LeaseView> Leases);
