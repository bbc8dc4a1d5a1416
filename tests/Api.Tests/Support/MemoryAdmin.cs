using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Tests.Support;

/// <summary>Limits, pools and audit in memory.</summary>
internal sealed class MemoryAdmin(MemoryJobs jobs, TimeProvider time) : IAdminService
{
    private readonly List<AuditEntry> _audit = [];
    private readonly Dictionary<string, QuarantineEntry> _quarantine = [];

    public LiveLimits Limits { get; set; } = new()
    {
        Version = 1,
        MaxGlobalJobs = 3,
        MaxJobsPerUser = 1,
        QueueTimeout = 3600,
        MaxQueueSize = 100,
        MaxVideoSizeMb = 64,
        MaxVideoDurationMinutes = 60,
    };

    public Task<LiveLimits> GetLimitsAsync(CancellationToken cancellationToken) => Task.FromResult(Limits);

    public Task<LiveLimits> PutLimitsAsync(Caller caller, LiveLimits limits, string? ifMatch, CancellationToken cancellationToken)
    {
        if (ifMatch is not (null or "*") && ifMatch != $"{Limits.Version}")
            throw new RequestException(ErrorCodes.PreconditionFailed, "Somebody else changed the limits meanwhile.");
        return Change(caller, "limits", limits);
    }

    public Task<PoolView> SetPoolModeAsync(Caller caller, string pool, PoolMode mode, CancellationToken cancellationToken) => pool == "default"
        ? Task.FromResult(new PoolView(pool, 3, 0, mode, AdmissionPolicy.Fair, []))
        : throw new RequestException(ErrorCodes.NotFound, "There is no such pool.");

    public Task<LiveLimits> SetUserAsync(Caller caller, string userId, UserLimits? limits, CancellationToken cancellationToken)
    {
        var users = new Dictionary<string, UserLimits>(Limits.Users);
        if (limits is null)
            users.Remove(userId);
        else
            users[userId] = limits;
        return Change(caller, "user", Limits with { Users = users });
    }

    public void Quarantine(QuarantineEntry entry) => _quarantine[entry.JobId] = entry;

    public Task<IReadOnlyList<QuarantineEntry>> GetQuarantineAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineEntry>>([.. _quarantine.Values]);

    public Task<SubmitOutcome> ReleaseQuarantineAsync(Caller caller, string jobId, CancellationToken cancellationToken) =>
        _quarantine.Remove(jobId)
            ? jobs.RetryAsync(caller, jobId, null, cancellationToken)
            : throw new RequestException(ErrorCodes.NotFound, "There is no such job in quarantine.");

    public Task<IReadOnlyList<AuditEntry>> GetAuditAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>([.. _audit.AsEnumerable().Reverse().Take(limit)]);

    public List<UserErasure> Erasures { get; } = [];

    public Task<UserErasure> EraseUserAsync(Caller caller, string userId, string? confirm, CancellationToken cancellationToken)
    {
        if (userId == caller.UserId && confirm != userId)
            throw new RequestException(ErrorCodes.Conflict, "That is you.");
        var erasure = new UserErasure(userId, caller.UserId, time.GetUtcNow());
        Erasures.Add(erasure);
        return Task.FromResult(erasure);
    }

    public Task<IReadOnlyList<UserErasure>> GetErasuresAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<UserErasure>>(Erasures);

    public Task<ReapReport> ReapAsync(CancellationToken cancellationToken) => Task.FromResult(new ReapReport(0, [], [], []));

    private Task<LiveLimits> Change(Caller caller, string action, LiveLimits limits)
    {
        Limits = limits with { Version = Limits.Version + 1 };
        _audit.Add(new AuditEntry(time.GetUtcNow(), caller.UserId, action, "changed"));
        return Task.FromResult(Limits);
    }
}
