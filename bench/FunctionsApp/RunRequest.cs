namespace TransVox.Bench.FunctionsApp;

/// <summary>What to start.</summary>
/// <param name="Prefix">Of the instances' ids, and the pool: a run has slots of its own.</param>
/// <param name="Orchestrator">Which way to the slots.</param>
/// <param name="Count">How many orchestrations.</param>
/// <param name="Users">Of how many users, in turns.</param>
/// <param name="UserLimit">Slots of each.</param>
/// <param name="Slots">Slots of all.</param>
/// <param name="Milliseconds">How long each works.</param>
/// <param name="Held">Nothing works until the run is opened.</param>
public sealed record RunRequest(string Prefix, string Orchestrator, int Count, int Users, int UserLimit, int Slots, int Milliseconds, bool Held);
