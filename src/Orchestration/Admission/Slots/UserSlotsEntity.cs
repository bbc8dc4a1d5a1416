using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>The semaphore of one user: how many of the user's jobs run at once, and the backlog of the others.</summary>
/// <remarks>An operation is a function of the state, its input and the clock, and of nothing else: a host may keep the operations and repeat them.</remarks>
public sealed class UserSlotsEntity(TimeProvider time) : TaskEntity<UserSlotsState>
{
    public SlotAnswer Acquire(AcquireUserSlot request) => UserSlotRules.Acquire(State, request, time.GetUtcNow());

    public SlotAnswer Release(ReleaseSlot request) => UserSlotRules.Release(State, request, time.GetUtcNow());

    public SlotAnswer Withdraw(WithdrawSlot request) => UserSlotRules.Withdraw(State, request, time.GetUtcNow());

    public SlotAnswer Configure(UserSettings settings) => UserSlotRules.Configure(State, settings, time.GetUtcNow());

    public SlotAnswer Reap(ReapSlots request) => UserSlotRules.Reap(State, request, time.GetUtcNow());
}
