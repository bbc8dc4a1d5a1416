namespace TransVox.Contract;

/// <summary>A pool's capacity in cost units and its mode.</summary>
public sealed record PoolLimits(int Capacity, PoolMode Mode = PoolMode.Active);
