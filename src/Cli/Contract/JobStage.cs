namespace TransVox.Cli.Contract;

/// <summary>A stage of a job; <paramref name="Progress"/> is 0–1.</summary>
internal sealed record JobStage(
    string Stage,
    string State,
    double Progress = 0,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    double? Seconds = null,
    bool Reused = false,
    int Attempts = 0,
    string? Engine = null);
