namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Priority as a head start: a job of priority p counts as submitted p × max_overtake seconds earlier. So a higher priority passes
/// only jobs that are at most that much older, nothing starves, and an order never changes by the mere passing of time.
/// </summary>
public static class VirtualArrival
{
    private const int MaxPriority = 100;

    /// <summary>Unix milliseconds to sort by; with 0 <paramref name="overtakeSeconds"/>, the arrival itself.</summary>
    public static long Of(long enqueuedMs, int priority, double overtakeSeconds) =>
        enqueuedMs - (long)(Math.Clamp(priority, -MaxPriority, MaxPriority) * overtakeSeconds * 1000);
}
