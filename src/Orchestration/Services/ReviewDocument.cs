using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Edited cues of a job under review. <paramref name="Approved"/>: nothing changes any more.</summary>
public sealed record ReviewDocument(IReadOnlyList<Cue> Cues, bool Approved, string By);
