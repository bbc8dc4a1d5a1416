using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Names of the semaphore entities and their operations.</summary>
public static class SlotEntities
{
    public const string UserSlots = "userslots";
    public const string GpuSlots = "gpuslots";

    public const string Acquire = nameof(UserSlotsEntity.Acquire);
    public const string Release = nameof(UserSlotsEntity.Release);
    public const string Withdraw = nameof(UserSlotsEntity.Withdraw);
    public const string Configure = nameof(UserSlotsEntity.Configure);
    public const string Reap = nameof(UserSlotsEntity.Reap);
    public const string Forget = nameof(GpuSlotsEntity.Forget);

    /// <summary>Operation of every entity of Durable Task: it has no state any more.</summary>
    public const string Delete = "delete";

    /// <summary>External event that tells a job of its lease; the payload is a <see cref="Grant"/>.</summary>
    public const string GrantedEvent = "Granted";

    public static EntityInstanceId User(string userId) => new(UserSlots, userId);

    public static EntityInstanceId Gpu(string pool) => new(GpuSlots, pool);
}
