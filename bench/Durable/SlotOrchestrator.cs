using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Orchestrators;

namespace TransVox.Bench.Durable;

/// <summary>
/// What a dubbing job does around its GPU stage, with the product's own semaphores: a user slot, then a GPU slot, each with the
/// queue timeout as a durable timer while it waits; one activity; and both given back, with the grants sent on.
/// </summary>
internal sealed class SlotOrchestrator : TaskOrchestrator<SlotJob, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, SlotJob input)
    {
        var id = context.InstanceId;
        var settings = new PoolSettings(input.PoolCapacity, Shards: input.Shards);
        var (user, gpu) = (SlotEntities.User(input.UserId), SlotEntities.Gpu(input.Pool, input.UserId, settings));
        var (userTicket, gpuTicket) = ($"{id}:user:1", $"{id}:gpu:1");
        using var leased = new CancellationTokenSource();
        var timeout = context.CreateTimer(TimeSpan.FromHours(1), leased.Token);

        await AcquireAsync(context, user, userTicket, new AcquireUserSlot(userTicket, id, 0, input.SubmittedAt, new UserSettings(input.UserLimit)), timeout);
        await AcquireAsync(context, gpu, gpuTicket, new AcquireGpuSlot(gpuTicket, id, input.UserId, 0, input.SubmittedAt, 1, settings), timeout);
        leased.Cancel();
        var result = await context.CallActivityAsync<string>(nameof(WorkActivity), input);
        await context.CallSlotsAsync(gpu, SlotEntities.Release, new ReleaseSlot(gpuTicket, input.Milliseconds / 1000.0), id);
        await context.CallSlotsAsync(user, SlotEntities.Release, new ReleaseSlot(userTicket), id);
        return result;
    }

    private static async Task AcquireAsync(TaskOrchestrationContext context, EntityInstanceId entity, string ticket, object request, Task timeout)
    {
        var answer = await context.CallSlotsAsync(entity, SlotEntities.Acquire, request, context.InstanceId);
        if (answer.Outcome != SlotOutcome.Waiting)
        {
            return;
        }

        using var stop = new CancellationTokenSource();
        var granted = context.WaitForExternalEvent<Grant>(SlotEntities.GrantedEvent, stop.Token);
        if (await Task.WhenAny(granted, timeout) != granted || (await granted).Ticket != ticket)
        {
            throw new InvalidOperationException($"{ticket} was not granted.");
        }
    }
}
