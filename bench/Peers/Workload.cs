namespace TransVox.Bench.Peers;

/// <summary>Jobs for a queue.</summary>
/// <param name="Jobs">How many.</param>
/// <param name="Slots">How many may run at once.</param>
/// <param name="Milliseconds">What each takes.</param>
/// <param name="Samples">With 0 jobs run as they come, to the last; else all wait before the first starts, and the run ends after so many.</param>
internal sealed record Workload(int Jobs, int Slots, int Milliseconds, int Samples = 0);
