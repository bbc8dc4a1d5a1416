namespace TransVox.Orchestration;

/// <summary>
/// The pace of work that takes the longer the longer the queue is: after each run it rests nine times as long as that took, so that it takes no more than
/// a tenth of a core; within bounds that are given, since a run may also have been slow because the machine or the storage was.
/// </summary>
internal sealed class RestingPace(TimeProvider time, TimeSpan leastRest, TimeSpan mostRest)
{
    private const int RestPerRun = 9;

    private readonly TimeSpan _leastRest = leastRest;
    private readonly TimeSpan _mostRest = mostRest;
    private long _endedAt;
    private bool _ran;

    /// <summary>How long to rest after the last run.</summary>
    public TimeSpan Rest { get; private set; } = leastRest;

    /// <summary>Whether it has rested, or never ran.</summary>
    public bool IsDue => !_ran || time.GetElapsedTime(_endedAt) >= Rest;

    /// <summary>Runs it; also one that fails is rested from.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        var started = time.GetTimestamp();
        try
        {
            return await run();
        }
        finally
        {
            var rest = time.GetElapsedTime(started) * RestPerRun;
            (_endedAt, _ran, Rest) = (time.GetTimestamp(), true, rest < _leastRest ? _leastRest : rest > _mostRest ? _mostRest : rest);
        }
    }
}
