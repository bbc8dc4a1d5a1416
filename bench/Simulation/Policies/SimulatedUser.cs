namespace TransVox.Bench.Simulation.Policies;

/// <summary>A user of the workload.</summary>
/// <param name="Id">Name.</param>
/// <param name="Weight">Share that it is due, relative to the others.</param>
/// <param name="Limit">How many of its jobs run at once.</param>
internal sealed record SimulatedUser(string Id, double Weight, int Limit);
