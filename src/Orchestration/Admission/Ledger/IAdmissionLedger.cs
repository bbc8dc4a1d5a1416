namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>
/// The bound of the queue, exact over all instances of the service. Completion of a call means that its effect is durable. When
/// the store cannot be reached, the store's exception is thrown and nothing is known.
/// </summary>
public interface IAdmissionLedger
{
    /// <summary>Takes a place before a byte of the video is read. A caller that gives up gives the place back.</summary>
    Task<LedgerAnswer> ReserveAsync(LedgerPlace place, LedgerBounds bounds, CancellationToken cancellationToken);

    /// <summary>Notes a job that goes on with what another began: as one that has started, which no bound holds up.</summary>
    Task ContinueAsync(LedgerPlace place, CancellationToken cancellationToken);

    /// <summary>The video still comes in: the place is not to be freed.</summary>
    Task RenewAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>The job has its first lease: it waits no more.</summary>
    Task MarkRunningAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>The length of the job's video became known.</summary>
    Task DescribeAsync(string jobId, double mediaSeconds, CancellationToken cancellationToken);

    /// <summary>The job ended, or never came to be.</summary>
    Task RemoveAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>The ledger as it is, or as it was at most <paramref name="maxAge"/> ago. Not to be changed.</summary>
    Task<LedgerState> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken);

    /// <summary>Frees the places of jobs that died; returns their ids.</summary>
    Task<IReadOnlyList<string>> PruneAsync(CancellationToken cancellationToken);
}
