namespace TransVox.Conformance;

/// <summary>What the independent log says about when jobs held slots.</summary>
public static class Timeline
{
    private static readonly string[] FirstGpuPhase = ["Separate", "Transcribe"];

    /// <summary>Spans in which GPU stages of a plan certainly ran, by plan.</summary>
    public static IReadOnlyList<Span> GpuSpans(IEnumerable<FakeToolRun> runs)
    {
        var spans = new List<Span>();
        foreach (var plan in runs.GroupBy(run => run.Plan))
        {
            // The lease is kept from the first stage of the first phase to the end of its last one.
            var first = plan.Where(run => FirstGpuPhase.Contains(run.Stage)).ToList();
            if (first.Count > 0)
                spans.Add(new Span(plan.Key, first.Min(run => run.StartMicros), first.Max(End)));
            spans.AddRange(plan.Where(run => run.Stage == "Synthesize").Select(run => new Span(plan.Key, run.StartMicros, End(run))));
        }

        return spans;
    }

    /// <summary>Spans from the first stage that needs a user's slot to the last.</summary>
    public static IReadOnlyList<Span> JobSpans(IEnumerable<FakeToolRun> runs) =>
    [
        .. runs.Where(run => run.Stage is not ("Probe" or "Extract"))
            .GroupBy(run => run.Plan)
            .Select(plan => new Span(plan.Key, plan.Min(run => run.StartMicros), plan.Max(End))),
    ];

    /// <summary>The most spans that overlap at one moment.</summary>
    public static int MostAtOnce(IEnumerable<Span> spans)
    {
        var (now, most) = (0, 0);
        // At the same microsecond an end counts before a start.
        foreach (var (_, change) in spans.SelectMany(span => new[] { (span.Start, 1), (span.End, -1) }).Order())
            most = Math.Max(most, now += change);
        return most;
    }

    /// <summary>Plans in the order in which they first ran a stage.</summary>
    public static IReadOnlyList<string> OrderOfStarts(IEnumerable<FakeToolRun> runs, string stage) =>
        [.. runs.Where(run => run.Stage == stage).OrderBy(run => run.StartMicros).Select(run => run.Plan).Distinct()];

    private static long End(FakeToolRun run) => run.EndMicros ?? throw new InvalidOperationException($"{run.Plan} {run.Stage} has no end.");

    /// <summary>A span in microseconds since the Unix epoch.</summary>
    public sealed record Span(string Plan, long Start, long End);
}
