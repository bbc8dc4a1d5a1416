using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>What must hold of a pool that is divided among shards, in every reachable world; nothing of one that is not.</summary>
internal static class ShareChecks
{
    /// <summary>Shards that the reaper asks. Not while something is under way between them: it would ask without end, and copies are the adversary's.</summary>
    public static IEnumerable<ShardShare> Lost(World world, PoolSettings settings)
    {
        if (!world.HasShards || world.Messages.Any(m => m is Message.Reply { Report: not null } or Message.Signal { Operation: SlotEntities.Report or SlotEntities.Share }))
            return [];
        var shares = SharesOf(world);
        return Enumerable.Range(0, GpuSharesRules.Count(settings, shares, SlotsOf(world, 0))).Select(i => GpuSharesRules.Ask(shares, i, SlotsOf(world, i))).OfType<ShardShare>();
    }

    public static void Check(World world)
    {
        if (!world.HasShards)
            return;
        var shares = SharesOf(world);
        for (var i = 0; SlotsOf(world, i) is var slots && (slots is not null || i < shares?.Shards.Count); i++)
        {
            var account = shares?.Shards.ElementAtOrDefault(i);
            if (slots?.Share is { } share && share.Held > (account?.Held ?? 0))
                throw new InvariantException(Invariants.Safety, $"shard {i} may use {share.Held} and {account?.Held} count as its own");
            // Of what the first uses nothing is known before it reports; until then nothing is given.
            if (i > 0 ? UseOf(slots) > (account?.Held ?? 0) : account?.Seen > 0 ? UseOf(slots) > account.Held : shares?.Shards.Skip(1).Any(s => s.Held > 0) == true)
                throw new InvariantException(Invariants.Safety, $"shard {i} uses {UseOf(slots)} and {account?.Held} count as its own");
        }

        if (shares is { Settings: { } settings } && world.Messages.IsEmpty && !Lost(world, settings).Any())
            CheckNobodyMayRun(world, shares, settings);
    }

    /// <summary>Nothing is under way and nothing was lost: then nothing may be free anywhere that would let a job start anywhere.</summary>
    private static void CheckNobodyMayRun(World world, GpuSharesState shares, PoolSettings settings)
    {
        var free = settings.Capacity - shares.Shards.Sum(s => s.Held);
        var least = long.MaxValue;
        for (var i = 0; i < shares.Shards.Count; i++)
        {
            if (SlotsOf(world, i) is not { } slots)
                continue;
            var waiting = slots is { Settings.Mode: PoolMode.Active } ? slots.Waiting : [];
            if (slots.Share?.Held != shares.Shards[i].Held)
                throw new InvariantException(Invariants.NoLeak, $"shard {i} may use {slots.Share?.Held} and {shares.Shards[i].Held} count as its own, for ever");
            var idle = shares.Shards[i].Held - UseOf(slots);
            if (waiting.Count == 0)
                free += Math.Max(0, idle);
            // Nothing else is granted before a large job that has been passed over for long.
            var reserved = waiting.FirstOrDefault(w => w.BlockedMs is { } b && world.Now.ToUnixTimeMilliseconds() - b >= slots.Settings!.LargeJobPatienceSeconds * 1000);
            foreach (var ticket in reserved is null ? waiting : [reserved])
                least = Math.Min(least, StateChecks.CostOf(ticket, settings) - idle);
        }

        if (least <= free)
            throw new InvariantException(Invariants.NoLostWakeUp, $"{free} are free in all shards and a job waits that needs {least} more");
    }

    private static long UseOf(GpuSlotsState? slots) => slots?.Leases.Sum(l => (long)l.Cost) ?? 0;

    private static GpuSharesState? SharesOf(World world) => world.StateOf(SlotEntities.Shares(JobRules.Pool))?.Shares;

    private static GpuSlotsState? SlotsOf(World world, int shard) => world.StateOf(SlotEntities.Gpu(JobRules.Pool, shard))?.Gpu;
}
