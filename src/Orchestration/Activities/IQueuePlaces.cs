namespace TransVox.Orchestration.Activities;

/// <summary>Places of waiting jobs, which bound the queue.</summary>
public interface IQueuePlaces
{
    /// <summary>The job has its first lease: it does not wait any more, but keeps its user busy.</summary>
    Task StartedAsync(string userId, string jobId, CancellationToken cancellationToken);

    /// <summary>The job ended.</summary>
    Task EndedAsync(string userId, string jobId, CancellationToken cancellationToken);
}
