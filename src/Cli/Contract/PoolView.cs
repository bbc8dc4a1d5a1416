namespace TransVox.Cli.Contract;

internal sealed record PoolView(string Name, int Capacity, int InUse, string Mode, string? Policy = null, IReadOnlyList<LeaseView>? Leases = null);
