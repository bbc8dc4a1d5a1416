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
/// <param name="Starts">How often the stage began without coming to an end, the present run included, over all attempts.</param>
public sealed record ProgressReport(
    Stage Stage, double Fraction, DateTimeOffset At, IReadOnlyList<string> Lines, long LineCount, long? Bytes = null, long? TotalBytes = null,
    int Attempt = 0, IReadOnlyList<StageRunTime>? Runs = null, int Starts = 0)
{
    // A job that kills every host ends as poison long before.
    private const int MostRuns = 20;

    /// <summary>The first report of a run that begins now; null when as many began before it without coming to an end.</summary>
    /// <param name="last">The job's last report, of whichever stage. A stage that succeeded is not started again, unless its outcome was lost.</param>
    /// <param name="input">The stage and how many starts it has.</param>
    /// <param name="now">The time.</param>
    public static ProgressReport? Begin(ProgressReport? last, StageInput input, DateTimeOffset now)
    {
        var starts = last?.Stage == input.Stage ? last.Starts + 1 : 1;
        return starts > input.PoisonAfter ? null : new ProgressReport(input.Stage, 0, now, [], 0, Attempt: input.Attempt, Runs: RunsWith(last, input, now), Starts: starts);
    }

    /// <summary>Whether it is a report of the same run.</summary>
    public bool IsOf(ProgressReport run) => Stage == run.Stage && Runs?[^1] == run.Runs?[^1];

    /// <summary>The runs of an attempt with one that begins now: those of a report that an earlier run of the same attempt left, and it.</summary>
    public static IReadOnlyList<StageRunTime> RunsWith(ProgressReport? last, StageInput input, DateTimeOffset now)
    {
        var run = new StageRunTime(now, $"{Environment.MachineName}:{Environment.ProcessId}");
        return last is { Runs: { Count: > 0 } before } && last.Stage == input.Stage && last.Attempt == input.Attempt
            ? [.. before.SkipLast(1).TakeLast(MostRuns - 2), before[^1] with { SeenAt = last.At }, run]
            : [run];
    }
}
