using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>The entities of a divided pool, where what one of them reports is carried to the others at once.</summary>
internal sealed class ShardedPool(SlotSystem system, PoolSettings settings)
{
    private readonly Dictionary<EntityInstanceId, StoredState> _states = [];

    /// <summary>Operations that one call may be followed by: a round of asking every shard, each answer, and a second one for what is given.</summary>
    private int MostOperations => 4 + (6 * settings.Shards!.Value);

    public GpuSlotsState Of(string user) => StateOf(SlotEntities.Gpu(JobRules.Pool, user, settings)).Gpu;

    public void Acquire(string job, string user, DateTimeOffset now, int cost = 1) =>
        Call(user, SlotEntities.Acquire, new AcquireGpuSlot(Tickets.Gpu(job, 1), job, user, 0, now, 1, settings, cost), now);

    public void Release(string user, DateTimeOffset now) => Call(user, SlotEntities.Release, new ReleaseSlot(Of(user).Leases[0].Ticket, 60), now);

    private void Call(string user, string operation, object input, DateTimeOffset now)
    {
        var pending = new Queue<(EntityInstanceId Entity, string Operation, object Input)>([(SlotEntities.Gpu(JobRules.Pool, user, settings), operation, input)]);
        var operations = 0;
        while (pending.TryDequeue(out var next))
        {
            if (++operations > MostOperations)
                throw new InvariantException(Invariants.Economy, $"more than {MostOperations} operations follow from {operation}");
            (_states[next.Entity], var answer) = system.Apply(StateOf(next.Entity), next.Operation, next.Input, now);
            if (answer.Report is { } report)
                pending.Enqueue((SlotEntities.Shares(JobRules.Pool), SlotEntities.Report, report with { Shard = SlotEntities.ShardOf(next.Entity).Shard }));
            foreach (var share in answer.Shares ?? [])
                pending.Enqueue((SlotEntities.Gpu(JobRules.Pool, share.Shard), SlotEntities.Share, share));
        }

        CheckNobodyMayRun();
    }

    /// <summary>Whoever waits waits for a lease to end: all of the pool is in use but for the reserves of shards that lend.</summary>
    private void CheckNobodyMayRun()
    {
        var slots = Enumerable.Range(0, settings.Shards!.Value).Select(i => StateOf(SlotEntities.Gpu(JobRules.Pool, i)).Gpu).ToList();
        var free = settings.Capacity - slots.Sum(s => s.Leases.Sum(l => l.Cost));
        if (free < 0)
            throw new InvariantException(Invariants.Safety, $"{-free} more are in use than there are");
        if (slots.SelectMany(s => s.Waiting).Any(w => w.Cost <= free) && free > settings.Capacity / 64)
            throw new InvariantException(Invariants.NoLostWakeUp, $"{free} are free and somebody waits");
    }

    private StoredState StateOf(EntityInstanceId id) => _states.GetValueOrDefault(id) ?? system.Create(id);
}
