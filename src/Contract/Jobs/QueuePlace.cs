namespace TransVox.Contract;

/// <summary>Where a waiting job stands.</summary>
/// <param name="Position">1 is next; exact under the current policy and limits.</param>
/// <param name="Waiting">How many wait in all.</param>
/// <param name="EstimatedStart">Simulated from the running leases and learned stage times; null while nothing was learned.</param>
/// <param name="EstimatedStartEarliest">Lower end of the 80% interval.</param>
/// <param name="EstimatedStartLatest">Upper end of the 80% interval.</param>
/// <param name="EstimatedFinish">When the result is expected.</param>
/// <param name="TimesOutAt">When waiting is given up.</param>
public sealed record QueuePlace(
    int Position,
    int Waiting,
    DateTimeOffset? EstimatedStart = null,
    DateTimeOffset? EstimatedStartEarliest = null,
    DateTimeOffset? EstimatedStartLatest = null,
    DateTimeOffset? EstimatedFinish = null,
    DateTimeOffset? TimesOutAt = null);
