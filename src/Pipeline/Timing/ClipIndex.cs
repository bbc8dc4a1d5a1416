namespace TransVox.Pipeline.Timing;

/// <summary>The content of <c>clips.json</c>.</summary>
/// <param name="Clips">One entry per cue, in order.</param>
/// <param name="Spoken">Clips that were spoken in this run; the others came from an earlier archive.</param>
public sealed record ClipIndex(IReadOnlyList<ClipEntry> Clips, int Spoken);
