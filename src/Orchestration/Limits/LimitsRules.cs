using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Limits;

/// <summary>What limits may be set live: the same ranges as in the file. Pure.</summary>
public static class LimitsRules
{
    /// <summary>Refuses limits out of range.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>, naming the member, the value and the range.</exception>
    public static void Require(LiveLimits limits)
    {
        Range("maxGlobalJobs", limits.MaxGlobalJobs, 1, 1000);
        Range("maxJobsPerUser", limits.MaxJobsPerUser, 1, 1000);
        Range("queueTimeout", limits.QueueTimeout, 1, 604_800);
        Range("maxQueueSize", limits.MaxQueueSize, 1, 100_000);
        Range("maxVideoSizeMb", limits.MaxVideoSizeMb, 1, 102_400);
        Range("maxVideoDurationMinutes", limits.MaxVideoDurationMinutes, 1, 1440);
        if (!Enum.IsDefined(limits.Policy))
            throw Invalid("'policy' must be Fair, Fifo or Priority.");
        foreach (var (name, pool) in limits.Pools)
        {
            if (!PoolNames.IsValid(name))
                throw Invalid("A pool's name is 1 to 32 of a-z, 0-9 and '-'.");
            Range($"pools.{name}.capacity", pool.Capacity, 1, 100_000);
            if (!Enum.IsDefined(pool.Mode))
                throw Invalid($"'pools.{name}.mode' must be Active, Paused or Draining.");
        }

        foreach (var (id, user) in limits.Users)
        {
            if (!UserIds.IsValid(id))
                throw Invalid("A user id is 1 to 64 of a-z, 0-9, '-' and '_'.");
            RequireUser(id, user);
        }
    }

    public static void RequireUser(string userId, UserLimits user)
    {
        if (user.MaxJobs is { } jobs)
            Range($"users.{userId}.maxJobs", jobs, 1, 1000);
        if (user.Weight is { } weight)
            Range($"users.{userId}.weight", weight, 0.01, 1000);
    }

    /// <summary>
    /// The default pool's capacity is <c>maxGlobalJobs</c>. Where both are stated, the one that was changed wins over the one that
    /// was sent back as it was read.
    /// </summary>
    public static LiveLimits FollowDefaultPool(LiveLimits current, LiveLimits next, string defaultPool)
    {
        if (next.Pools.GetValueOrDefault(defaultPool) is not { } pool || next.MaxGlobalJobs == current.MaxGlobalJobs)
            return next;
        var old = current.Pools.GetValueOrDefault(defaultPool)?.Capacity ?? current.MaxGlobalJobs;
        if (pool.Capacity != old || old != current.MaxGlobalJobs)
            return next;
        return next with
        {
            Pools = new Dictionary<string, PoolLimits>(next.Pools) { [defaultPool] = pool with { Capacity = next.MaxGlobalJobs } },
        };
    }

    /// <summary>Refuses a capacity that leaves a pool, or a shard of it, without room for a job.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>.</exception>
    public static void RequireRoom(LiveLimits limits, SchedulingOptions scheduling)
    {
        foreach (var name in LimitsFromOptions.PoolsOf(limits, scheduling.DefaultPool))
        {
            if (scheduling.Pools.GetValueOrDefault(name) is { } pool)
                Range($"pools.{name}.capacity", limits.Pools.GetValueOrDefault(name)?.Capacity ?? limits.MaxGlobalJobs, (pool.Shards ?? 1) * pool.JobCost, 100_000);
        }
    }

    private static void Range(string name, double value, double min, double max)
    {
        if (!(value >= min && value <= max))
            throw Invalid(FormattableString.Invariant($"'{name}' is {value}; allowed is {min} to {max}."));
    }

    private static RequestException Invalid(string message) => new(ErrorCodes.InvalidRequest, message);
}
