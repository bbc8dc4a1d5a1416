namespace TransVox.Cli.Contract;

internal sealed record ReapReport(int LeasesChecked, IReadOnlyList<string> Returned, IReadOnlyList<string> Resent, IReadOnlyList<string> PlacesFreed);
