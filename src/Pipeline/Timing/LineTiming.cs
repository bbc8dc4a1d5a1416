namespace TransVox.Pipeline.Timing;

/// <summary>How one line of the dub fits.</summary>
/// <param name="Cue"><see cref="Stages.Cue.Index"/>.</param>
/// <param name="At">When it should start, in seconds from the start of the video.</param>
/// <param name="Slot">Seconds that it should take.</param>
/// <param name="Start">When it starts.</param>
/// <param name="Seconds">How long it sounds; 0 when nothing is said.</param>
/// <param name="Speed">How much faster than the user asked for, in all.</param>
/// <param name="Tempo">How much of that is the clip being played faster than the engine spoke it.</param>
/// <param name="Done">What was done to make it fit: codes of <see cref="FitSteps"/>, in the order in which they were tried.</param>
/// <param name="Marks">Why somebody should look at it: codes of <see cref="FitSteps"/> and <see cref="Stages.CueMarks"/>; the worst first.</param>
public sealed record LineTiming(
    int Cue, double At, double Slot, double Start, double Seconds, double Speed, double Tempo, IReadOnlyList<string> Done, IReadOnlyList<string> Marks)
{
    /// <summary>Seconds by which a start may be off without being noticed.</summary>
    public const double Tolerance = 0.08;

    /// <summary>Seconds that it starts late; early when negative.</summary>
    public double Drift => Math.Round(Start - At, 3);

    /// <summary>Whether it starts with its cue and ends with it.</summary>
    public bool InSlot => Seconds > 0 && Math.Abs(Start - At) <= Tolerance && Start + Seconds <= At + Slot + Tolerance;
}
