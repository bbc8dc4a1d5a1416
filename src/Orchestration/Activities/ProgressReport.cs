using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Where a running stage is.</summary>
/// <param name="Fraction">0–1, of the stage.</param>
/// <param name="Lines">Last lines worth showing, oldest first.</param>
/// <param name="LineCount">How many lines there were in all: tells a reader which of <paramref name="Lines"/> are new.</param>
/// <param name="Bytes">Transferred so far, of a stage that transfers.</param>
/// <param name="TotalBytes">How many there will be, where that is known.</param>
/// <param name="Attempt">Which attempt at the stage.</param>
/// <param name="Runs">Runs of the attempt so far, the present one last.</param>
public sealed record ProgressReport(
    Stage Stage, double Fraction, DateTimeOffset At, IReadOnlyList<string> Lines, long LineCount, long? Bytes = null, long? TotalBytes = null,
    int Attempt = 0, IReadOnlyList<StageRunTime>? Runs = null)
{
    // A job that kills every host ends as poison long before.
    private const int MostRuns = 20;

    /// <summary>The runs of an attempt with one that begins now: those of a report that an earlier run of the same attempt left, and it.</summary>
    public static IReadOnlyList<StageRunTime> RunsWith(ProgressReport? last, StageInput input, DateTimeOffset now)
    {
        var run = new StageRunTime(now, $"{Environment.MachineName}:{Environment.ProcessId}");
        return last is { Runs: { Count: > 0 } before } && last.Stage == input.Stage && last.Attempt == input.Attempt
            ? [.. before.SkipLast(1).TakeLast(MostRuns - 2), before[^1] with { SeenAt = last.At }, run]
            : [run];
    }
}
