namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Accounts of GPU use: forward decay, charging in advance, and forgetting what no longer counts.</summary>
internal static class GpuUse
{
    /// <summary>Expected GPU-seconds of a lease while none has been observed.</summary>
    public const double FirstGuessSeconds = 60;

    private const double RebaseAfterHalfLives = 4;
    private const double NegligibleSeconds = 1;
    private const int MaxIdleUsers = 256;
    private const double MinWeight = 0.01;
    private const double MaxWeight = 1000;
    private const double MaxChargeSeconds = 30 * 86400d;

    /// <summary>What a GPU-second at that time counts in units of <see cref="GpuUser.Use"/>.</summary>
    public static double Scale(GpuSlotsState state, long nowMs) =>
        Math.Pow(2, (nowMs - state.LandmarkMs) / HalfLifeMs(state.Settings));

    /// <summary>Three decimals: shorter JSON, and the same value before and after a round trip.</summary>
    public static double Rounded(double use) => Math.Round(use, 3);

    /// <summary>
    /// Keeps the landmark near the present. When the clock went back, use stands as it was; when much time passed, use is scaled
    /// down and what has become negligible is dropped.
    /// </summary>
    public static void Anchor(GpuSlotsState state, long nowMs)
    {
        if (nowMs < state.LandmarkMs || state.AllUsers.Count == 0)
            state.LandmarkMs = nowMs;
        else if (nowMs - state.LandmarkMs > RebaseAfterHalfLives * HalfLifeMs(state.Settings))
            Rebase(state, nowMs);
    }

    /// <summary>Makes now the landmark.</summary>
    public static void Rebase(GpuSlotsState state, long nowMs)
    {
        var factor = 1 / Scale(state, nowMs);
        foreach (var user in state.AllUsers)
            user.Use = Rounded(user.Use * factor);
        foreach (var lease in state.Leases)
            state.ReplaceLease(lease with { Advance = Rounded(lease.Advance * factor) });
        state.LandmarkMs = nowMs;
        state.Forget();
        _ = state.Index;
        foreach (var user in state.AllUsers.Where(u => IsIdle(u) && u.Use < NegligibleSeconds).ToList())
            state.RemoveUser(user);
    }

    /// <summary>Keeps the number of users without a ticket bounded: those with the least use are forgotten first.</summary>
    public static void Trim(GpuSlotsState state)
    {
        // Twice the bound before anything is done, so that the cost per operation stays logarithmic.
        if (state.IdleUsers < 2 * MaxIdleUsers)
            return;
        var idle = state.AllUsers.Where(IsIdle).OrderBy(u => u.Use / u.Weight).ThenBy(u => u.UserId, StringComparer.Ordinal).ToList();
        foreach (var user in idle.Take(Math.Max(0, idle.Count - MaxIdleUsers)))
            state.RemoveUser(user);
    }

    public static double Advance(GpuSlotsState state, int cost, long nowMs) =>
        Rounded((state.MeanSeconds > 0 ? state.MeanSeconds : FirstGuessSeconds) * cost * Scale(state, nowMs));

    public static double Sane(double seconds) => double.IsFinite(seconds) ? Math.Clamp(seconds, 0, MaxChargeSeconds) : 0;

    public static double SaneWeight(double weight) => double.IsFinite(weight) ? Math.Clamp(weight, MinWeight, MaxWeight) : 1;

    /// <summary>Learns how much a lease uses.</summary>
    public static void Learn(GpuSlotsState state, double secondsPerUnit)
    {
        if (secondsPerUnit > 0)
            state.MeanSeconds = Rounded(state.MeanSeconds > 0 ? state.MeanSeconds + ((secondsPerUnit - state.MeanSeconds) / 8) : secondsPerUnit);
    }

    public static bool IsIdle(GpuUser user) => user is { Running: 0, Waiting: 0 };

    private static double HalfLifeMs(PoolSettings? settings) => Math.Max(1, settings?.HalfLifeSeconds ?? 3600) * 1000;
}
