using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Orchestrators;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Hands changed limits to the entities and tells the jobs that they let in. Users first: their heads then compete.</summary>
public sealed class ApplyLimitsOrchestrator : TaskOrchestrator<ApplyLimitsInput, int>
{
    public const string OrchestratorName = nameof(ApplyLimitsOrchestrator);

    public override async Task<int> RunAsync(TaskOrchestrationContext context, ApplyLimitsInput input)
    {
        var calls = input.Users.Select(u => ConfigureAsync(context, SlotEntities.User(u.Key), u.Value))
            .Concat(input.Pools.Select(p => ConfigureAsync(context, SlotEntities.Gpu(p.Key), p.Value)));
        return (await Task.WhenAll(calls)).Sum();
    }

    private static async Task<int> ConfigureAsync(TaskOrchestrationContext context, EntityInstanceId entity, object settings)
    {
        // A shard passes them on to the others.
        var answer = await context.CallSlotsAsync(entity, SlotEntities.Configure, settings);
        return answer.Grants.Count;
    }
}
