namespace TransVox.Orchestration.Admission.Reaper;

/// <summary>
/// What one look of the reaper must tell the next: since when each missing job has been missing. Losing it costs one more look.
/// </summary>
public sealed record ReaperMemory(IReadOnlyDictionary<string, DateTimeOffset> MissingSince)
{
    public static ReaperMemory Empty { get; } = new(new Dictionary<string, DateTimeOffset>());
}
