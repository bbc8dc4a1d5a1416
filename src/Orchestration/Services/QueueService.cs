using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Durable;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;

namespace TransVox.Orchestration.Services;

/// <summary>The queue as users and operators see it.</summary>
public sealed class QueueService(ILimitsStore limitsStore, UsageStore usage, IDurableClient client, IOptions<TransVoxOptions> options)
{
    /// <summary>Where a waiting job stands; null when it does not wait.</summary>
    public Task<QueuePlace?> PlaceOfAsync(JobSnapshot job, CancellationToken cancellationToken) 
    {
        _ = client;
        return Task.FromResult<QueuePlace?>(null);
    }

    public async Task<PoolView> PoolAsync(string pool, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var settings = LimitsFromOptions.ForPool(limits, pool, options.Value.Scheduling);
        return new PoolView(pool, settings.Capacity, 0, settings.Mode, settings.Policy, []);
    }

    public async Task<QueueView> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var pools = new List<PoolView>();
        foreach (var pool in LimitsFromOptions.PoolsOf(limits, options.Value.Scheduling.DefaultPool))
            pools.Add(await PoolAsync(pool, cancellationToken));
        return new QueueView(pools, [], limits.MaxQueueSize);
    }

    public async Task<MeView> MeAsync(Caller caller, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var settings = LimitsFromOptions.ForUser(limits, caller.UserId, options.Value.Scheduling);
        var total = await usage.ReadAsync(caller.UserId, cancellationToken);
        _ = client;
        return new MeView(
            caller.UserId, caller.DisplayName, caller.IsAdmin, settings.MaxJobs, settings.Weight, 0, 0, total.GpuSeconds, total.GpuSeconds,
            limits.MaxVideoSizeMb * 1024L * 1024L, limits.MaxVideoDurationMinutes * 60.0, limits.EnablePriority);
    }
}
