using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Jobs;

/// <summary>A stage as the orchestration knows it; its live progress is in the progress store.</summary>
public sealed record StageStatus(
    Stage Stage,
    StageState State,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    double? Seconds = null,
    bool Reused = false,
    int Attempts = 0,
    string? Engine = null,
    EngineUse? Use = null);
