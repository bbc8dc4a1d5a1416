using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>A stage of a job.</summary>
public sealed record StageView(
    Stage Stage,
    StageState State,
    double Progress = 0,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    double? Seconds = null,
    bool Reused = false,
    int Attempts = 0,
    string? Engine = null,
    EngineUse? Use = null);
