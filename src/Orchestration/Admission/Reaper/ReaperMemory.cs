namespace TransVox.Orchestration.Admission.Reaper;

/// <summary>
/// What one look of the reaper must tell the next: since when each missing job has been missing. Losing it costs one more look.
/// </summary>
public sealed record ReaperMemory(IReadOnlyDictionary<string, DateTimeOffset> MissingSince)
{
    public static ReaperMemory Empty { get; } = new(new Dictionary<string, DateTimeOffset>());

    /// <summary>What a look at some of the jobs found, with what is remembered of the others.</summary>
    public ReaperMemory With(ReaperMemory found, IReadOnlySet<string> lookedAt) => new(
        found.MissingSince.Concat(MissingSince.Where(known => !lookedAt.Contains(known.Key))).ToDictionary());
}
