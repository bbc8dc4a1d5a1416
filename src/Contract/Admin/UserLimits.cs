namespace TransVox.Contract;

/// <summary>Override for one user; null members keep the default.</summary>
public sealed record UserLimits(int? MaxJobs = null, double? Weight = null);
