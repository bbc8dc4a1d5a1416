namespace TransVox.Orchestration.Limits;

/// <summary>The limits in force and the log of who changed them.</summary>
public interface ILimitsStore
{
    /// <summary>The limits in force, at most one second old.</summary>
    Task<LiveLimits> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the limits by what <paramref name="change"/> makes of the current ones (it may run several times), with the next
    /// version, and notes it in the audit log.
    /// </summary>
    Task<LiveLimits> ChangeAsync(string by, string action, string details, Func<LiveLimits, LiveLimits> change, CancellationToken cancellationToken);

    /// <summary>Last entries of the audit log, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> GetAuditAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Entries of the audit log between two moments, newest first; the newest of them when there are more than <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<AuditEntry>> GetAuditAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>Notes something that is no change of limits.</summary>
    Task AuditAsync(string by, string action, string details, CancellationToken cancellationToken);
}
