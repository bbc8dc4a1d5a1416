namespace TransVox.Orchestration.Jobs;

/// <summary>What operators can do. Changes take effect within 2 s and are audited.</summary>
public interface IAdminService
{
    Task<LiveLimits> GetLimitsAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the live limits; <c>precondition_failed</c> when <paramref name="ifMatch"/> is not their version.</summary>
    Task<LiveLimits> PutLimitsAsync(Caller caller, LiveLimits limits, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Pauses (no new grants), drains (no new grants, reports empty), or resumes a pool.</summary>
    Task<PoolView> SetPoolModeAsync(Caller caller, string pool, PoolMode mode, CancellationToken cancellationToken);

    /// <summary>Sets or (null) removes a user's override.</summary>
    Task<LiveLimits> SetUserAsync(Caller caller, string userId, UserLimits? limits, CancellationToken cancellationToken);

    Task<IReadOnlyList<QuarantineEntry>> GetQuarantineAsync(CancellationToken cancellationToken);

    /// <summary>Lets a quarantined job run again, as a new job of its owner.</summary>
    Task<SubmitOutcome> ReleaseQuarantineAsync(Caller caller, string jobId, CancellationToken cancellationToken);

    Task<IReadOnlyList<AuditEntry>> GetAuditAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Erases a user: jobs, results, records, keys. Goes on when the call is over; oneself only with the id in <paramref name="confirm"/>.</summary>
    Task<UserErasure> EraseUserAsync(Caller caller, string userId, string? confirm, CancellationToken cancellationToken);

    /// <summary>Users who are being erased.</summary>
    Task<IReadOnlyList<UserErasure>> GetErasuresAsync(CancellationToken cancellationToken);

    /// <summary>Runs the reaper now and returns what it did.</summary>
    Task<ReapReport> ReapAsync(CancellationToken cancellationToken);
}
