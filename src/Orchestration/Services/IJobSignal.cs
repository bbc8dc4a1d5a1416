namespace TransVox.Orchestration.Services;

/// <summary>Says at once that a job has changed, where the host's runtime can tell; elsewhere looks find it out.</summary>
public interface IJobSignal
{
    /// <summary>Ends when the job has changed since it was seen. Where the runtime cannot tell, it never does.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Task ChangedAsync(JobSnapshot seen, CancellationToken cancellationToken);
}
