namespace TransVox.Orchestration.Activities;

/// <summary>
/// Live progress of running stages, readable from any instance, with the count of their starts: both begin with a stage and end with its
/// job, so they are one document.
/// </summary>
public interface IProgressStore
{
    /// <summary>Notes a start; durable before the work begins, so that it survives what the work does to the process.</summary>
    /// <param name="jobId">Of the job.</param>
    /// <param name="begin">From the last report of the job (null: none) to the first one of this run; null: the stage must not be started. May run several times.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    Task BeginAsync(string jobId, Func<ProgressReport?, Task<ProgressReport?>> begin, CancellationToken cancellationToken);

    /// <summary>Tells where a job's running stage is, unless a later run of it has begun elsewhere.</summary>
    Task ReportAsync(string jobId, ProgressReport report, CancellationToken cancellationToken);

    /// <summary>A run came to an end: the starts so far count no more.</summary>
    Task EndAsync(string jobId, ProgressReport run, CancellationToken cancellationToken);

    /// <summary>The last report of a job, or null.</summary>
    Task<ProgressReport?> ReadAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>A stage ended on this instance: where the job's next one runs is open.</summary>
    void Leave(string jobId);

    /// <summary>Forgets a job that ended.</summary>
    Task ClearAsync(string jobId, CancellationToken cancellationToken);
}
