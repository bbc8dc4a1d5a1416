using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>What the entities of a pool hold, read one after the other.</summary>
/// <param name="Shards">Those that have a state, with their numbers; of a pool that is one entity, that one.</param>
/// <param name="Lost">What to ask shards that do not know what the pool's shares know, or the other way round.</param>
public sealed record PoolShards(IReadOnlyList<(EntityInstanceId Id, GpuSlotsState State)> Shards, IReadOnlyList<ShardShare> Lost)
{
    /// <summary>Reads a pool; also shards of one that has fewer now.</summary>
    public static async Task<PoolShards> ReadAsync(DurableTaskClient client, string pool, PoolSettings settings, CancellationToken cancellationToken)
    {
        var first = await client.Entities.ReadStateAsync<GpuSlotsState>(SlotEntities.Gpu(pool), cancellationToken);
        if (first?.Share is null && !(settings.Shards > 1))
            return new PoolShards(first is null ? [] : [(SlotEntities.Gpu(pool), first)], []);
        var shares = await client.Entities.ReadStateAsync<GpuSharesState>(SlotEntities.Shares(pool), cancellationToken);
        var shards = new List<(EntityInstanceId, GpuSlotsState)>();
        var lost = new List<ShardShare>();
        for (var i = 0; i < GpuSharesRules.Count(settings, shares, first); i++)
        {
            var id = SlotEntities.Gpu(pool, i);
            var state = i == 0 ? first : await client.Entities.ReadStateAsync<GpuSlotsState>(id, cancellationToken);
            if (state is not null)
                shards.Add((id, state));
            if (GpuSharesRules.Ask(shares, i, state) is { } ask)
                lost.Add(ask);
        }

        return new PoolShards(shards, lost);
    }

    /// <summary>The pool as one: who holds and who waits in all shards, and what users used in any of them.</summary>
    public GpuSlotsState Whole(DateTimeOffset now)
    {
        if (Shards is [] or [{ State.Share: null }])
            return Shards is [var only] ? only.State : new GpuSlotsState();
        foreach (var (_, state) in Shards)
            GpuUse.Rebase(state, now.ToUnixTimeMilliseconds());
        var states = Shards.Select(s => s.State).ToList();
        return new GpuSlotsState
        {
            Settings = states.Select(s => s.Settings).OfType<PoolSettings>().MaxBy(s => s.Version),
            LandmarkMs = now.ToUnixTimeMilliseconds(),
            NextSequence = states.Sum(s => s.WaitingCount),
            MeanSeconds = states.Select(s => s.MeanSeconds).Where(s => s > 0).DefaultIfEmpty().Average(),
            Leases = [.. states.SelectMany(s => s.Leases)],
            Waiting = [.. states.SelectMany(s => s.Waiting).OrderBy(t => t.EnqueuedMs).Select((t, i) => t with { Sequence = i })],
            Users = [.. states.SelectMany(s => s.Users).GroupBy(u => u.UserId).Select(Sum)],
        };
    }

    private static GpuUser Sum(IGrouping<string, GpuUser> users)
    {
        var latest = users.MaxBy(u => u.WeightVersion)!;
        return new GpuUser { UserId = users.Key, Use = users.Sum(u => u.Use), Weight = latest.Weight, WeightVersion = latest.WeightVersion };
    }
}
