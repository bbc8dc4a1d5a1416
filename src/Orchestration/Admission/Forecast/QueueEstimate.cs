namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>Where a waiting job stands.</summary>
/// <param name="JobId">The job.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Pool">The pool it waits for.</param>
/// <param name="Position">1 gets the pool's next first lease, and so on.</param>
/// <param name="Start">Expected first lease; null while nothing was learned or the pool grants nothing.</param>
/// <param name="Earliest">Lower end of the 80% interval.</param>
/// <param name="Latest">Upper end of the 80% interval.</param>
/// <param name="Finish">Expected end of the job.</param>
public sealed record QueueEstimate(
    string JobId, string UserId, string Pool, int Position, DateTimeOffset? Start, DateTimeOffset? Earliest, DateTimeOffset? Latest, DateTimeOffset? Finish);
