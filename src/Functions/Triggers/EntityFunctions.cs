using Microsoft.Azure.Functions.Worker;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Functions.Triggers;

/// <summary>The entities, one function each.</summary>
public static class EntityFunctions
{
    [Function(SlotEntities.UserSlots)]
    public static Task UserSlotsAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<UserSlotsEntity>();

    [Function(SlotEntities.GpuSlots)]
    public static Task GpuSlotsAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<GpuSlotsEntity>();

    [Function(SlotEntities.GpuShares)]
    public static Task GpuSharesAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<GpuSharesEntity>();
}
