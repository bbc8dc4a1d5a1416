using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Services;

/// <summary>What operators can do.</summary>
public sealed class AdminService(
    ILimitsStore limitsStore, LimitsApplier applier, QueueService queue, JobReader reader, RetryService retries, ReaperRunner reaper,
    UserErasureService erasures, BlobAreas areas, IOptions<TransVoxOptions> options) : IAdminService
{
    private readonly JsonBlobs _system = new(areas.System);

    private string DefaultPool => options.Value.Scheduling.DefaultPool;

    public Task<LiveLimits> GetLimitsAsync(CancellationToken cancellationToken) => limitsStore.GetAsync(cancellationToken);

    public async Task<LiveLimits> PutLimitsAsync(Caller caller, LiveLimits limits, string? ifMatch, CancellationToken cancellationToken)
    {
        LimitsRules.Require(limits);
        return await ChangeAsync(
            caller,
            "limits",
            JsonSerializer.Serialize(limits, DurableJson.Options),
            current =>
            {
                RequireVersion(ifMatch, current);
                var next = LimitsRules.FollowDefaultPool(current, limits, DefaultPool);
                LimitsRules.RequireRoom(next, options.Value.Scheduling);
                return next;
            },
            cancellationToken);
    }

    public async Task<PoolView> SetPoolModeAsync(Caller caller, string pool, PoolMode mode, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            caller,
            $"pool-{mode.ToString().ToLowerInvariant()}",
            pool,
            current =>
            {
                if (!LimitsFromOptions.PoolsOf(current, DefaultPool).Contains(pool))
                    throw new RequestException(ErrorCodes.NotFound, "There is no such pool.");
                var old = current.Pools.GetValueOrDefault(pool) ?? new PoolLimits(current.MaxGlobalJobs);
                return current with { Pools = new Dictionary<string, PoolLimits>(current.Pools) { [pool] = old with { Mode = mode } } };
            },
            cancellationToken);
        return await queue.PoolAsync(pool, cancellationToken);
    }

    public async Task<LiveLimits> SetUserAsync(Caller caller, string userId, UserLimits? limits, CancellationToken cancellationToken)
    {
        if (!UserIds.IsValid(userId))
            throw SubmitChecks.Invalid("That is not a user id.");
        if (limits is not null)
            LimitsRules.RequireUser(userId, limits);
        return await ChangeAsync(
            caller,
            limits is null ? "user-reset" : "user",
            $"{userId} {JsonSerializer.Serialize(limits, DurableJson.Options)}",
            current =>
            {
                var users = new Dictionary<string, UserLimits>(current.Users);
                if (limits is null)
                    users.Remove(userId);
                else
                    users[userId] = limits;
                return current with { Users = users };
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<QuarantineEntry>> GetQuarantineAsync(CancellationToken cancellationToken)
    {
        var entries = new List<QuarantineEntry>();
        await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, BlobPaths.QuarantinePrefix, cancellationToken))
        {
            if (await _system.ReadAsync<QuarantineEntry>(blob.Name, cancellationToken) is { } entry)
                entries.Add(entry.Value);
        }

        return [.. entries.OrderByDescending(e => e.At)];
    }

    public async Task<SubmitOutcome> ReleaseQuarantineAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        if (JobIds.UserOf(jobId) is null)
            throw JobReader.NotFound();
        var path = BlobPaths.Quarantine(jobId);
        var entry = await _system.ReadAsync<QuarantineEntry>(path, cancellationToken) ?? throw JobReader.NotFound();
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        var outcome = await retries.RetryAsync(caller, job, null, cancellationToken);
        await _system.DeleteAsync(path, entry.ETag, cancellationToken);
        await limitsStore.AuditAsync(caller.UserId, "quarantine-release", $"{jobId} as {outcome.Job.Id}", cancellationToken);
        return outcome;
    }

    public Task<IReadOnlyList<AuditEntry>> GetAuditAsync(int limit, CancellationToken cancellationToken) =>
        limitsStore.GetAuditAsync(Math.Clamp(limit, 1, 1000), cancellationToken);

    public Task<UserErasure> EraseUserAsync(Caller caller, string userId, string? confirm, CancellationToken cancellationToken) =>
        erasures.EraseAsync(caller, userId, confirm, cancellationToken);

    public Task<IReadOnlyList<UserErasure>> GetErasuresAsync(CancellationToken cancellationToken) => erasures.ListAsync(cancellationToken);

    public Task<ReapReport> ReapAsync(CancellationToken cancellationToken) => reaper.RunAsync(cancellationToken);

    private async Task<LiveLimits> ChangeAsync(
        Caller caller, string action, string details, Func<LiveLimits, LiveLimits> change, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.ChangeAsync(caller.UserId, action, details, change, cancellationToken);
        await applier.ApplyAsync(limits, cancellationToken);
        return limits;
    }

    private static void RequireVersion(string? ifMatch, LiveLimits current)
    {
        if (ifMatch is null || ifMatch == "*")
            return;
        var given = ifMatch.StartsWith("W/", StringComparison.Ordinal) ? ifMatch[2..] : ifMatch;
        if (given.Trim('"') != current.Version.ToString(System.Globalization.CultureInfo.InvariantCulture))
            throw new RequestException(ErrorCodes.PreconditionFailed, "Somebody else changed the limits meanwhile. Load them again.");
    }
}
