using Microsoft.Azure.Functions.Worker;
using TransVox.Functions.Durable;
using TransVox.Orchestration.Admission;

namespace TransVox.Functions.Triggers;

/// <summary>The entities, one function each.</summary>
public sealed class EntityFunctions(DurableFunctions functions)
{
    [Function(SlotEntities.UserSlots)]
    public Task UserSlotsAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => functions.DispatchAsync(SlotEntities.UserSlots, dispatcher);

    [Function(SlotEntities.GpuSlots)]
    public Task GpuSlotsAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => functions.DispatchAsync(SlotEntities.GpuSlots, dispatcher);
}
