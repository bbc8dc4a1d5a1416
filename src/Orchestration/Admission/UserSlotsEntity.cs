using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Admission;

/// <summary>The semaphore of one user: how many of the user's jobs run at once, and the backlog of the others.</summary>
public sealed class UserSlotsEntity : IDurableEntity
{
    public string Name => SlotEntities.UserSlots;

    public Type StateType => typeof(UserSlotsState);

    public object CreateState(string key) => new UserSlotsState();

    public Type? InputTypeOf(string operation) => operation switch
    {
        SlotEntities.Acquire => typeof(AcquireUserSlot),
        SlotEntities.Release => typeof(ReleaseSlot),
        SlotEntities.Withdraw => typeof(WithdrawSlot),
        SlotEntities.Configure => typeof(UserSettings),
        SlotEntities.Reap => typeof(ReapSlots),
        _ => throw new ArgumentException($"'{operation}' is not an operation of {Name}.", nameof(operation)),
    };

    public EntityOutcome Apply(object state, string operation, object? input, DateTimeOffset now)
    {
        var slots = (UserSlotsState)state;
        ArgumentNullException.ThrowIfNull(input);
        var answer = operation switch
        {
            SlotEntities.Acquire => UserSlotRules.Acquire(slots, (AcquireUserSlot)input, now),
            SlotEntities.Release => UserSlotRules.Release(slots, (ReleaseSlot)input, now),
            SlotEntities.Withdraw => UserSlotRules.Withdraw(slots, (WithdrawSlot)input, now),
            SlotEntities.Configure => UserSlotRules.Configure(slots, (UserSettings)input, now),
            SlotEntities.Reap => UserSlotRules.Reap(slots, (ReapSlots)input, now),
            _ => throw new ArgumentException($"'{operation}' is not an operation of {Name}.", nameof(operation)),
        };
        return new EntityOutcome(slots, answer);
    }
}
