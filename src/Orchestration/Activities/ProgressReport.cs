using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Where a running stage is.</summary>
/// <param name="Fraction">0–1, of the stage.</param>
/// <param name="Lines">Last lines worth showing, oldest first.</param>
/// <param name="LineCount">How many lines there were in all: tells a reader which of <paramref name="Lines"/> are new.</param>
/// <param name="Bytes">Transferred so far, of a stage that transfers.</param>
/// <param name="TotalBytes">How many there will be, where that is known.</param>
public sealed record ProgressReport(Stage Stage, double Fraction, DateTimeOffset At, IReadOnlyList<string> Lines, long LineCount, long? Bytes = null, long? TotalBytes = null);
