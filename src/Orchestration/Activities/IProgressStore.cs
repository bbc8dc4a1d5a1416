namespace TransVox.Orchestration.Activities;

/// <summary>Live progress of running stages, readable from any instance.</summary>
public interface IProgressStore
{
    /// <summary>Tells where a job's running stage is.</summary>
    Task ReportAsync(string jobId, ProgressReport report, CancellationToken cancellationToken);

    /// <summary>The last report of a job, or null.</summary>
    Task<ProgressReport?> ReadAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>A stage ended on this instance: where the job's next one runs is open.</summary>
    void Leave(string jobId);

    /// <summary>Forgets a job that ended.</summary>
    Task ClearAsync(string jobId, CancellationToken cancellationToken);
}
