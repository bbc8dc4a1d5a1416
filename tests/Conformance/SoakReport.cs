namespace TransVox.Conformance;

/// <summary>What a soak did and found.</summary>
/// <param name="Before">The host when the trouble was over.</param>
/// <param name="After">The same host, a quarter of the jobs later, with all of them deleted.</param>
public sealed record SoakReport(
    int Seed, int Jobs, int Users, int Kills, int Faults, int LimitChanges, int StageRuns, double Seconds, SoakSize Before, SoakSize After, IReadOnlyList<string> Violations);
