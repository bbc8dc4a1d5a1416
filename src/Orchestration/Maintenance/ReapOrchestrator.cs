using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Orchestrators;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Returns the leases of jobs that are gone, has shards report what was lost on the way, and tells the jobs that get slots.</summary>
public sealed class ReapOrchestrator : TaskOrchestrator<ReapInput, int>
{
    public const string OrchestratorName = nameof(ReapOrchestrator);

    public override async Task<int> RunAsync(TaskOrchestrationContext context, ReapInput input)
    {
        context.SendGrants(input.Resend);
        var calls = input.Users.Select(u => CallAsync(context, SlotEntities.User(u.Key), SlotEntities.Reap, new ReapSlots(u.Value)))
            .Concat(input.Pools.Select(p => CallAsync(context, SlotEntities.Gpu(p.Key), SlotEntities.Reap, new ReapSlots(p.Value))))
            .Concat((input.Lost ?? []).Select(s => CallAsync(context, SlotEntities.Gpu(s.Pool, s.Ask.Shard), SlotEntities.Share, s.Ask)));
        return (await Task.WhenAll(calls)).Sum();
    }

    private static async Task<int> CallAsync(TaskOrchestrationContext context, EntityInstanceId entity, string operation, object input) =>
        (await context.CallSlotsAsync(entity, operation, input)).Grants.Count;
}
