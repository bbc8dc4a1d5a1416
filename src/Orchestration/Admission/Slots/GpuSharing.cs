namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// A shard's side of dividing a pool: it takes what it is given, gives back what others are due or what it does not use, and reports what
/// the pool's shares would otherwise not know.
/// </summary>
internal static class GpuSharing
{
    // Of the fair share: idle slots that are not lent, so that the next jobs do not have to ask for each back. None of a shard of less than 128 slots.
    private const int ReservePart = 128;

    public static void Take(GpuSlotsState state, ShardShare told)
    {
        var share = state.Share ?? state.BecomeShard();
        share.Shards = Math.Max(share.Shards, told.Settings.Shards ?? 1);
        share.Given = Math.Max(share.Given, told.Given);
        share.Version = Math.Max(share.Version, told.Settings.Version);
        if (told.Sequence > share.Heard)
            (share.Heard, share.Fair, share.Lending) = (told.Sequence, told.Fair, told.Lending);
    }

    /// <summary>Before granting: what is above the fair share goes back for a shard below its own, although jobs wait here.</summary>
    public static void ReturnBorrowed(GpuSlotsState state)
    {
        if (state.Share is { Lending: ShardLending.Return } share)
            share.Returned += Math.Max(0, Math.Min(Idle(state, share), share.Held - share.Fair));
    }

    /// <summary>After granting: gives back what is idle, and says what must be told.</summary>
    public static ShardReport? Settle(GpuSlotsState state, long nowMs, bool always)
    {
        if (state is not { Share: { } share, Settings: { } settings })
            return null;
        var waits = state is { WaitingCount: > 0, Settings.Mode: PoolMode.Active };
        if (!waits)
            Lend(state, share);
        // One that had to ask goes on until it has its reserve again.
        var isNeedy = waits || (share.CountsAsNeedy && share.Held < share.Fair && Idle(state, share) < Reserve(share));
        var next = waits ? GpuGrants.LeastCost(state, settings, nowMs) : 0;
        var isDue = share.Sequence == 0 || share.Returned != share.ToldReturned || isNeedy != share.CountsAsNeedy || settings.Version > share.Version
            // Another job is the next, or there is nearly room for it.
            || (waits && (next != share.ToldNext || next - Idle(state, share) < share.ToldLeast - share.GivenSince));
        if (isDue)
            Tell(state, share, settings, isNeedy, next);
        return isDue || always
            ? new ShardReport(share.Sequence, share.Heard, share.ToldGiven, share.ToldReturned, share.ToldNeed, share.ToldLeast, share.ToldNext, settings)
            : null;
    }

    private static void Tell(GpuSlotsState state, GpuShare share, PoolSettings settings, bool isNeedy, long next)
    {
        share.Sequence++;
        share.Version = Math.Max(share.Version, settings.Version);
        (share.ToldGiven, share.ToldReturned) = (share.Given + Math.Max(0, state.InUse - share.Held), share.Returned);
        var idle = Idle(state, share);
        var spare = Math.Clamp(share.Fair - share.Held, 0, Reserve(share));
        share.ToldNeed = isNeedy ? Math.Max(1, (next > 0 ? state.WaitingCost : 0) - idle + spare) : 0;
        (share.ToldLeast, share.ToldNext) = (next > 0 ? next - idle : 0, next);
    }

    private static void Lend(GpuSlotsState state, GpuShare share)
    {
        var (idle, reserve) = (Idle(state, share), Reserve(share));
        if (share.Lending != ShardLending.Keep && idle > 2 * reserve)
            share.Returned += idle - reserve;
    }

    private static long Reserve(GpuShare share) => share.Fair / ReservePart;

    private static long Idle(GpuSlotsState state, GpuShare share) => Math.Max(0, share.Held - state.InUse);
}
