using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Admission;

/// <summary>The semaphore of one GPU pool: who of all users may run, and whose turn it is next.</summary>
public sealed class GpuSlotsEntity : IDurableEntity
{
    public string Name => SlotEntities.GpuSlots;

    public Type StateType => typeof(GpuSlotsState);

    public object CreateState(string key) => new GpuSlotsState();

    public Type? InputTypeOf(string operation) => operation switch
    {
        SlotEntities.Acquire => typeof(AcquireGpuSlot),
        SlotEntities.Release => typeof(ReleaseSlot),
        SlotEntities.Withdraw => typeof(WithdrawSlot),
        SlotEntities.Configure => typeof(PoolSettings),
        SlotEntities.Reap => typeof(ReapSlots),
        _ => throw new ArgumentException($"'{operation}' is not an operation of {Name}.", nameof(operation)),
    };

    public EntityOutcome Apply(object state, string operation, object? input, DateTimeOffset now)
    {
        var slots = (GpuSlotsState)state;
        ArgumentNullException.ThrowIfNull(input);
        var answer = operation switch
        {
            SlotEntities.Acquire => GpuSlotRules.Acquire(slots, (AcquireGpuSlot)input, now),
            SlotEntities.Release => GpuSlotRules.Release(slots, (ReleaseSlot)input, now),
            SlotEntities.Withdraw => GpuSlotRules.Withdraw(slots, (WithdrawSlot)input, now),
            SlotEntities.Configure => GpuSlotRules.Configure(slots, (PoolSettings)input, now),
            SlotEntities.Reap => GpuSlotRules.Reap(slots, (ReapSlots)input, now),
            _ => throw new ArgumentException($"'{operation}' is not an operation of {Name}.", nameof(operation)),
        };
        return new EntityOutcome(slots, answer);
    }
}
