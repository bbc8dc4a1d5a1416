namespace TransVox.Orchestration.Admission.Reaper;

/// <summary>How patient the reaper is.</summary>
/// <param name="MissingGrace">
/// How long a job must have been missing, over at least two looks: a new instance may not be visible yet. With a look every 10 s a
/// lost lease is back within 20 s, and 30 s is promised.
/// </param>
/// <param name="ResendAfter">How old a grant must be before it counts as not seen.</param>
public sealed record ReaperTimes(TimeSpan MissingGrace, TimeSpan ResendAfter)
{
    public static ReaperTimes Default { get; } = new(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(5));
}
