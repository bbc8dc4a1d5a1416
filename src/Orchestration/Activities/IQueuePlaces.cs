namespace TransVox.Orchestration.Activities;

/// <summary>Places of jobs in the queue: what bounds it, and what tells whether a user is busy.</summary>
public interface IQueuePlaces
{
    /// <summary>Takes a place before anything is uploaded.</summary>
    /// <exception cref="Jobs.RequestException"><c>queue_full</c> with the time to try again, or <c>user_busy</c> with the active job.</exception>
    Task TakeAsync(QueuePlaceRequest request, LiveLimits limits, CancellationToken cancellationToken);

    /// <summary>Notes a job that goes on for one whose place it had: it waits for slots, but for no place.</summary>
    Task ContinueAsync(QueuePlaceRequest request, double? mediaSeconds, CancellationToken cancellationToken);

    /// <summary>Renews the place until disposed; without that it would soon be taken for one of a host that died.</summary>
    IAsyncDisposable KeepPlace(string jobId);

    /// <summary>The length of the job's video became known.</summary>
    Task DescribeAsync(string jobId, double mediaSeconds, CancellationToken cancellationToken);

    /// <summary>The job has its first lease: it does not wait any more, but keeps its user busy.</summary>
    Task StartedAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>The job ended, or never came to be.</summary>
    Task EndedAsync(string jobId, CancellationToken cancellationToken);
}
