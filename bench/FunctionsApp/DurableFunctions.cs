using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using TransVox.Bench.Durable;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Bench.FunctionsApp;

/// <summary>Orchestrators, entities and the activity, one function each.</summary>
public sealed class DurableFunctions(CurrentRun run)
{
    [Function(nameof(SlotOrchestrator))]
    public static Task<string> SlotsAsync([OrchestrationTrigger] TaskOrchestrationContext context, SlotJob input) =>
        new SlotOrchestrator().RunAsync(context, input);

    [Function(nameof(PlainOrchestrator))]
    public static Task<string> PlainAsync([OrchestrationTrigger] TaskOrchestrationContext context, SlotJob input) =>
        new PlainOrchestrator().RunAsync(context, input);

    [Function(SlotEntities.UserSlots)]
    public static Task UserSlotsAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<UserSlotsEntity>();

    [Function(SlotEntities.GpuSlots)]
    public static Task GpuSlotsAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<GpuSlotsEntity>();

    [Function(PlainSemaphore.EntityName)]
    public static Task PlainSemaphoreAsync([EntityTrigger] TaskEntityDispatcher dispatcher, [DurableClient] DurableTaskClient client) =>
        dispatcher.DispatchAsync(new PlainSemaphore(client));

    [Function(nameof(WorkActivity))]
    public Task<string> WorkAsync([ActivityTrigger] SlotJob input) => run.Work.RunAsync(input);
}
