using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Configuration;

/// <summary>From the file's options and the live limits to what slots and stages are given. Pure.</summary>
public static class LimitsFromOptions
{
    /// <summary>The limits as the file states them: version 0.</summary>
    public static LiveLimits Create(TransVoxOptions options) => new()
    {
        MaxGlobalJobs = options.Concurrency.MaxGlobalJobs,
        MaxJobsPerUser = options.Concurrency.MaxJobsPerUser,
        QueueTimeout = options.Concurrency.QueueTimeout,
        EnablePriority = options.Concurrency.EnablePriority,
        MaxQueueSize = options.Limits.MaxQueueSize,
        MaxVideoSizeMb = options.Limits.MaxVideoSizeMb,
        MaxVideoDurationMinutes = options.Limits.MaxVideoDurationMinutes,
        Policy = options.Scheduling.Policy,
        // The default pool without a capacity of its own follows MaxGlobalJobs, also when that changes.
        Pools = options.Scheduling.Pools.Where(p => p.Value.Capacity is not null || p.Key != options.Scheduling.DefaultPool)
            .ToDictionary(p => p.Key, p => new PoolLimits(CapacityOf(options, p.Key))),
        Users = options.Scheduling.Users.ToDictionary(u => u.Key, u => new UserLimits(u.Value.MaxJobs, u.Value.Weight)),
    };

    /// <summary>Capacity of a pool as the file states it.</summary>
    public static int CapacityOf(TransVoxOptions options, string pool) =>
        options.Scheduling.Pools.GetValueOrDefault(pool)?.Capacity ?? (pool == options.Scheduling.DefaultPool ? options.Concurrency.MaxGlobalJobs : 1);

    /// <summary>Writes down what an unset capacity means, but for the default pool, whose meaning changes: else a release that leaves it unset would look like an edited file.</summary>
    public static void StateCapacities(TransVoxOptions options)
    {
        foreach (var (name, pool) in options.Scheduling.Pools.Where(p => p.Key != options.Scheduling.DefaultPool))
            pool.Capacity ??= CapacityOf(options, name);
    }

    /// <summary>Names of all pools; the default pool always exists.</summary>
    public static IReadOnlyList<string> PoolsOf(LiveLimits limits, string defaultPool) =>
        [.. limits.Pools.Keys.Append(defaultPool).Distinct().Order(StringComparer.Ordinal)];

    public static UserSettings ForUser(LiveLimits limits, string userId, SchedulingOptions scheduling)
    {
        var user = limits.Users.GetValueOrDefault(userId);
        return new UserSettings(user?.MaxJobs ?? limits.MaxJobsPerUser, user?.Weight ?? 1, limits.EnablePriority, limits.Version, scheduling.MaxOvertakeSeconds);
    }

    public static PoolSettings ForPool(LiveLimits limits, string pool, SchedulingOptions scheduling)
    {
        var named = limits.Pools.GetValueOrDefault(pool);
        return new PoolSettings(
            named?.Capacity ?? limits.MaxGlobalJobs,
            limits.Policy,
            named?.Mode ?? PoolMode.Active,
            limits.EnablePriority,
            scheduling.HalfLifeSeconds,
            scheduling.MaxOvertakeSeconds,
            scheduling.LargeJobPatienceSeconds,
            limits.Version,
            scheduling.Pools.GetValueOrDefault(pool)?.Shards is > 1 and var shards ? shards : null);
    }
}
