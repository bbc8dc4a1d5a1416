using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>The semaphore of one GPU pool: who of all users may run, and whose turn it is next.</summary>
/// <remarks>An operation is a function of the state, its input and the clock, and of nothing else: a host may keep the operations and repeat them.</remarks>
public sealed class GpuSlotsEntity(TimeProvider time) : TaskEntity<GpuSlotsState>
{
    public SlotAnswer Acquire(AcquireGpuSlot request) => GpuSlotRules.Acquire(State, request, time.GetUtcNow());

    public SlotAnswer Release(ReleaseSlot request) => GpuSlotRules.Release(State, request, time.GetUtcNow());

    public SlotAnswer Withdraw(WithdrawSlot request) => GpuSlotRules.Withdraw(State, request, time.GetUtcNow());

    public SlotAnswer Configure(PoolSettings settings) => GpuSlotRules.Configure(State, settings, time.GetUtcNow());

    public SlotAnswer Reap(ReapSlots request) => GpuSlotRules.Reap(State, request, time.GetUtcNow());

    public SlotAnswer Share(ShardShare share) => GpuSlotRules.Share(State, share, time.GetUtcNow());

    public SlotAnswer Forget(string userId) => GpuSlotRules.Forget(State, userId, time.GetUtcNow());
}
