using System.Globalization;
using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Names of the semaphore entities and their operations.</summary>
public static class SlotEntities
{
    // Names of pools do not have it.
    private const char ShardMark = '~';

    public const string UserSlots = "userslots";
    public const string GpuSlots = "gpuslots";
    public const string GpuShares = "gpushares";

    public const string Acquire = nameof(UserSlotsEntity.Acquire);
    public const string Release = nameof(UserSlotsEntity.Release);
    public const string Withdraw = nameof(UserSlotsEntity.Withdraw);
    public const string Configure = nameof(UserSlotsEntity.Configure);
    public const string Reap = nameof(UserSlotsEntity.Reap);
    public const string Forget = nameof(GpuSlotsEntity.Forget);
    public const string Share = nameof(GpuSlotsEntity.Share);
    public const string Report = nameof(GpuSharesEntity.Report);

    /// <summary>Operation of every entity of Durable Task: it has no state any more.</summary>
    public const string Delete = "delete";

    /// <summary>External event that tells a job of its lease; the payload is a <see cref="Grant"/>.</summary>
    public const string GrantedEvent = "Granted";

    public static EntityInstanceId User(string userId) => new(UserSlots, userId);

    /// <summary>The entity of a pool, or one of its shards: the first has the name of the pool, as if it were alone.</summary>
    public static EntityInstanceId Gpu(string pool, int shard = 0) =>
        new(GpuSlots, shard == 0 ? pool : string.Create(CultureInfo.InvariantCulture, $"{pool}{ShardMark}{shard}"));

    /// <summary>The shard of a pool at which all jobs of a user ask, so that they keep their order.</summary>
    public static EntityInstanceId Gpu(string pool, string userId, PoolSettings settings) =>
        Gpu(pool, settings.Shards > 1 ? (int)(Tombstones.Hash(userId) % (ulong)settings.Shards) : 0);

    /// <summary>What divides a pool among its shards.</summary>
    public static EntityInstanceId Shares(string pool) => new(GpuShares, pool);

    /// <summary>Pool and number of a shard.</summary>
    public static (string Pool, int Shard) ShardOf(EntityInstanceId gpu)
    {
        var mark = gpu.Key.LastIndexOf(ShardMark);
        return mark < 0 ? (gpu.Key, 0) : (gpu.Key[..mark], int.Parse(gpu.Key.AsSpan(mark + 1), CultureInfo.InvariantCulture));
    }
}
