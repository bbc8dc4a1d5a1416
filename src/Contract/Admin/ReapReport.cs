namespace TransVox.Contract;

/// <summary>What one run of the reaper did.</summary>
public sealed record ReapReport(int LeasesChecked, IReadOnlyList<string> Returned, IReadOnlyList<string> Resent, IReadOnlyList<string> PlacesFreed);
