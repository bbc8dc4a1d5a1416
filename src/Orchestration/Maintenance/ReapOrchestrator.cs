using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Returns the leases of jobs that are gone, and tells the jobs that get them.</summary>
public sealed class ReapOrchestrator : TaskOrchestrator<ReapInput, int>
{
    public const string OrchestratorName = nameof(ReapOrchestrator);

    public override async Task<int> RunAsync(TaskOrchestrationContext context, ReapInput input)
    {
        foreach (var grant in input.Resend)
            context.SendEvent(grant.JobId, SlotEntities.GrantedEvent, grant);
        var calls = input.Users.Select(u => ReapAsync(context, SlotEntities.User(u.Key), u.Value))
            .Concat(input.Pools.Select(p => ReapAsync(context, SlotEntities.Gpu(p.Key), p.Value)));
        return (await Task.WhenAll(calls)).Sum();
    }

    private static async Task<int> ReapAsync(TaskOrchestrationContext context, EntityInstanceId entity, IReadOnlyList<string> tickets)
    {
        var answer = await context.Entities.CallEntityAsync<SlotAnswer>(entity, SlotEntities.Reap, new ReapSlots(tickets));
        foreach (var grant in answer.Grants)
            context.SendEvent(grant.JobId, SlotEntities.GrantedEvent, grant);
        return answer.Grants.Count;
    }
}
