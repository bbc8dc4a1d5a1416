namespace TransVox.Pipeline.Timing;

/// <summary>Which clip speaks a cue, and what was done to make it fit.</summary>
/// <param name="Cue"><see cref="Stages.Cue.Index"/>.</param>
/// <param name="File">Name in the archive, or null for a cue that stays silent.</param>
/// <param name="Duration">Seconds of the clip.</param>
/// <param name="Speed">How much faster than asked for by the user the engine spoke it, 1 or more.</param>
/// <param name="Slot">Seconds that it should take, or null where the engine does not know.</param>
/// <param name="Natural">Seconds that the first translation took at the user's speed, or null where nobody measured it.</param>
/// <param name="Shortened">How often its text was made shorter.</param>
/// <param name="Voice">Voice that speaks it.</param>
public sealed record ClipEntry(
    int Cue,
    string? File,
    double Duration,
    double Speed = 1,
    double? Slot = null,
    double? Natural = null,
    int Shortened = 0,
    string? Voice = null);
