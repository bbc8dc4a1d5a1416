using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Admission;

/// <summary>Names of the semaphore entities and their operations.</summary>
public static class SlotEntities
{
    public const string UserSlots = "userslots";
    public const string GpuSlots = "gpuslots";

    public const string Acquire = "Acquire";
    public const string Release = "Release";
    public const string Withdraw = "Withdraw";
    public const string Configure = "Configure";
    public const string Reap = "Reap";

    /// <summary>External event that tells a job of its lease; the payload is a <see cref="Grant"/>.</summary>
    public const string GrantedEvent = "Granted";

    public static EntityId User(string userId) => new(UserSlots, userId);

    public static EntityId Gpu(string pool) => new(GpuSlots, pool);
}
