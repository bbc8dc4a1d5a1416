namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>Result of a simulation: the waiting jobs of each pool in the order of their first leases.</summary>
public sealed record QueueForecast(DateTimeOffset Now, IReadOnlyDictionary<string, IReadOnlyList<QueueEstimate>> Pools)
{
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>All waiting jobs, by pool.</summary>
    public IEnumerable<QueueEstimate> All => Pools.Values.SelectMany(p => p);

    /// <summary>When a full queue is expected to have room again: as soon as the first job starts. 1 s to 1 h.</summary>
    public TimeSpan RetryAfter
    {
        get
        {
            var first = All.Min(e => e.Start);
            if (first is not { } start)
                return Unknown;
            var seconds = Math.Ceiling((start - Now).TotalSeconds);
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 1, Longest.TotalSeconds));
        }
    }
}
