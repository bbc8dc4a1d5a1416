namespace TransVox.Orchestration.Jobs;

/// <summary>Timeouts and retries of one job, in seconds, as they were at its submission.</summary>
public sealed record JobPolicy
{
    public required double QueueTimeout { get; init; }

    public required double ReviewTimeout { get; init; }

    public int MaxAttempts { get; init; } = 3;

    public double FirstDelay { get; init; } = 5;

    public double MaxDelay { get; init; } = 60;

    public double BusyDelay { get; init; } = 5;

    public double MaxBusy { get; init; } = 1800;

    public int PoisonAfter { get; init; } = 3;

    public double CancelGrace { get; init; } = 60;

    public required long MaxVideoBytes { get; init; }

    public required double MaxVideoSeconds { get; init; }
}
