namespace TransVox.Orchestration.Activities;

/// <summary>Live progress of running stages, readable from any instance.</summary>
public interface IProgressStore
{
    /// <summary>Tells where a job's running stage is.</summary>
    Task ReportAsync(string jobId, ProgressReport report, CancellationToken cancellationToken);

    /// <summary>The last report of a job, or null.</summary>
    Task<ProgressReport?> ReadAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Forgets a job that ended.</summary>
    Task ClearAsync(string jobId, CancellationToken cancellationToken);
}
