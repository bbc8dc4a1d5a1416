using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using TransVox.Bench.Durable;

namespace TransVox.Bench.FunctionsApp;

/// <summary>One activity under <see cref="PlainSemaphore"/>.</summary>
public sealed class PlainOrchestrator : TaskOrchestrator<SlotJob, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, SlotJob input)
    {
        var semaphore = new EntityInstanceId(PlainSemaphore.EntityName, input.Pool);
        await context.Entities.SignalEntityAsync(semaphore, nameof(PlainSemaphore.Acquire), new PlainAcquire(context.InstanceId, input.PoolCapacity));
        await context.WaitForExternalEvent<object?>(PlainSemaphore.GrantedEvent);
        var result = await context.CallActivityAsync<string>(nameof(WorkActivity), input);
        await context.Entities.SignalEntityAsync(semaphore, nameof(PlainSemaphore.Release));
        return result;
    }
}
