namespace TransVox.Cli.Contract;

/// <summary>Where a waiting job stands; 1 is next.</summary>
internal sealed record QueuePlace(
    int Position,
    int Waiting,
    DateTimeOffset? EstimatedStart = null,
    DateTimeOffset? EstimatedStartEarliest = null,
    DateTimeOffset? EstimatedStartLatest = null,
    DateTimeOffset? EstimatedFinish = null,
    DateTimeOffset? TimesOutAt = null);
