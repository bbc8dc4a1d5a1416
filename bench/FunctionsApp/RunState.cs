namespace TransVox.Bench.FunctionsApp;

/// <summary>Where a run is. <paramref name="Pending"/>, <paramref name="Running"/> and <paramref name="Failed"/> are instances in the store, and cost it a request.</summary>
public sealed record RunState(int Ends, int MostAtOnce, int MostOfOneUser, IReadOnlyList<double> GapsMs, int Pending = 0, int Running = 0, int Failed = 0);
