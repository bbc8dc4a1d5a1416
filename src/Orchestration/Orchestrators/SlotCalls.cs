using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>
/// Calls of the semaphores. Whatever an operation granted to others is sent on before anything else is awaited: the messages leave with the
/// same commit that takes the answer in. What a shard reports is carried to the pool's shares and from there to the shards it concerns.
/// </summary>
public static class SlotCalls
{
    /// <summary>One operation and all that follows from it. To <paramref name="jobId"/>, who calls, nothing is sent of its own answer.</summary>
    public static async Task<SlotAnswer> CallSlotsAsync(
        this TaskOrchestrationContext context, EntityInstanceId entity, string operation, object input, string? jobId = null)
    {
        var answer = await context.Entities.CallEntityAsync<SlotAnswer>(entity, operation, input);
        context.SendGrants(answer.Grants.Where(grant => grant.JobId != jobId));
        await context.CarryAsync(entity, answer.Report);
        return answer;
    }

    /// <summary>Tells jobs of their leases.</summary>
    public static void SendGrants(this TaskOrchestrationContext context, IEnumerable<Grant> grants)
    {
        foreach (var grant in grants)
            context.SendEvent(grant.JobId, SlotEntities.GrantedEvent, grant);
    }

    private static async Task CarryAsync(this TaskOrchestrationContext context, EntityInstanceId from, ShardReport? report)
    {
        if (report is null)
            return;
        var (pool, shard) = SlotEntities.ShardOf(from);
        var answer = await context.Entities.CallEntityAsync<SlotAnswer>(SlotEntities.Shares(pool), SlotEntities.Report, report with { Shard = shard });
        await Task.WhenAll((answer.Shares ?? []).Select(share => context.CallSlotsAsync(SlotEntities.Gpu(pool, share.Shard), SlotEntities.Share, share)));
    }
}
