namespace TransVox.Pipeline.Media;

/// <summary>Which clip speaks a cue.</summary>
/// <param name="Cue"><see cref="Stages.Cue.Index"/>.</param>
/// <param name="File">Name in the archive, or null for a cue that stays silent.</param>
/// <param name="Duration">Seconds of the clip.</param>
public sealed record ClipEntry(int Cue, string? File, double Duration);
