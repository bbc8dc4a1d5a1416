namespace TransVox.Conformance;

/// <summary>What a run of the crash harness found.</summary>
public sealed record CrashReport(
    int Cycles, int Jobs, int StageRuns, int RunsCutOff, int StagesSeenFinished, double Seconds, IReadOnlyList<string> Violations);
