using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>A stage of a job.</summary>
/// <param name="Bytes">Of <see cref="Stage.Fetch"/>: how many are in storage.</param>
/// <param name="TotalBytes">Of <see cref="Stage.Fetch"/>: how many there will be, where the server says so.</param>
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
    EngineUse? Use = null,
    long? Bytes = null,
    long? TotalBytes = null);
