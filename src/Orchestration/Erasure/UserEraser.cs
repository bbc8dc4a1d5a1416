using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Orchestration.Erasure;

/// <summary>
/// Removes a user: keys first, so that nobody comes in, then jobs by their own deletion, then everything under the user's name. The audit
/// log stays; that is what it is for.
/// </summary>
public sealed class UserEraser(
    IDurableTaskClientProvider clients, BlobAreas areas, UserErasures erasures, DeletionService deletions, DeletionMarks marks, IEnumerable<IUserTraces> traces,
    IAdmissionLedger ledger, ILimitsStore limitsStore, IOptions<TransVoxOptions> options, TimeProvider time)
{
    // As long as a worker that was cut off may take to come back and look for its marker.
    private static readonly TimeSpan StopTime = TimeSpan.FromMinutes(10);

    /// <summary>One attempt.</summary>
    public async Task<UserErasureLook> EraseAsync(EraseUserInput input, CancellationToken cancellationToken)
    {
        var userId = input.UserId;
        if (await erasures.FindAsync(userId, cancellationToken) is not { } erasure)
            return new UserErasureLook(ErasureState.Done, []);
        foreach (var trace in traces)
            await trace.RemoveAsync(userId, cancellationToken);
        var limits = await limitsStore.GetAsync(cancellationToken);
        if (limits.Users.ContainsKey(userId))
            limits = await ForgetLimitsAsync(erasure, cancellationToken);
        var pools = await PoolsAsync(limits, cancellationToken);
        if (!await DeleteJobsAsync(erasure, cancellationToken))
            return new UserErasureLook(ErasureState.Runs, pools);
        foreach (var place in (await ledger.ReadAsync(TimeSpan.Zero, cancellationToken)).Places.Where(place => place.UserId == userId))
            await ledger.RemoveAsync(place.JobId, cancellationToken);
        foreach (var container in new[] { areas.Input, areas.Output, areas.Work })
            await container.DeleteAllAsync($"{userId}/", cancellationToken);
        foreach (var prefix in BlobPaths.OfUser(userId))
            await areas.System.DeleteAllAsync(prefix, cancellationToken);
        var purged = await PurgeAsync(userId, cancellationToken);
        if (await HasFreshStopsAsync(userId, cancellationToken))
            return new UserErasureLook(ErasureState.Settles, pools);
        await areas.System.DeleteAllAsync(BlobPaths.StopPrefix + JobIds.PrefixOf(userId), cancellationToken);
        if (!purged)
            return new UserErasureLook(ErasureState.Runs, pools);
        if (input.Last)
            await erasures.RemoveAsync(userId, cancellationToken);
        return new UserErasureLook(ErasureState.Done, pools);
    }

    /// <summary>Names of the entities of all pools.</summary>
    private async Task<IReadOnlyList<string>> PoolsAsync(LiveLimits limits, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var pool in LimitsFromOptions.PoolsOf(limits, options.Value.Scheduling.DefaultPool))
        {
            var settings = LimitsFromOptions.ForPool(limits, pool, options.Value.Scheduling);
            names.AddRange((await PoolShards.ReadAsync(clients.GetClient(), pool, settings, cancellationToken)).Shards.Select(shard => shard.Id.Key));
        }

        return names;
    }

    private Task<LiveLimits> ForgetLimitsAsync(UserErasure erasure, CancellationToken cancellationToken) => limitsStore.ChangeAsync(
        erasure.By,
        "user-reset",
        erasure.UserId,
        current => current with { Users = current.Users.Where(user => user.Key != erasure.UserId).ToDictionary() },
        cancellationToken);

    /// <summary>Deletes every job, whether its history is there or only what it left.</summary>
    /// <returns>Whether all are gone.</returns>
    private async Task<bool> DeleteJobsAsync(UserErasure erasure, CancellationToken cancellationToken)
    {
        var jobs = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var instance in clients.GetClient().ReadAllAsync(new OrchestrationQuery(InstanceIdPrefix: JobIds.PrefixOf(erasure.UserId), PageSize: 500), cancellationToken))
            jobs.Add(instance.InstanceId);
        await foreach (var folder in areas.Output.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", $"{erasure.UserId}/", cancellationToken))
        {
            if (folder.IsPrefix && folder.Prefix.Split('/')[1] is var id && JobIds.UserOf(id) == erasure.UserId)
                jobs.Add(id);
        }

        foreach (var job in jobs)
            await deletions.DeleteAsync(job, erasure.By, cancellationToken);
        var left = false;
        foreach (var job in await marks.ListAsync(erasure.UserId, cancellationToken))
            left |= await marks.FindAsync(job, cancellationToken) is { Erased: null };
        return !left;
    }

    private async Task<bool> HasFreshStopsAsync(string userId, CancellationToken cancellationToken)
    {
        var old = time.GetUtcNow() - StopTime;
        await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, BlobPaths.StopPrefix + JobIds.PrefixOf(userId), cancellationToken))
        {
            if (blob.Properties.LastModified > old)
                return true;
        }

        return false;
    }

    /// <summary>Histories of deletions and messages, and of tests of webhooks.</summary>
    private async Task<bool> PurgeAsync(string userId, CancellationToken cancellationToken)
    {
        var gone = true;
        foreach (var prefix in new[] { EraseJobOrchestrator.IdPrefix, NotifyOrchestrator.IdPrefix, DeliverOrchestrator.IdPrefix })
            gone &= await clients.GetClient().EndAllAsync(prefix + JobIds.PrefixOf(userId), cancellationToken);
        return gone;
    }
}
