namespace TransVox.Orchestration.Timelines;

/// <summary>Where the time of a job went. Pure.</summary>
internal static class TimelineClock
{
    public static TimelineTimes Of(IReadOnlyList<TimelineEntry> entries, DateTimeOffset from, DateTimeOffset until)
    {
        // A moment of the job belongs to one thing: what comes first here has it.
        var taken = new List<(DateTimeOffset From, DateTimeOffset To)>();
        double Take(Func<TimelineEntry, bool> which)
        {
            var own = new List<(DateTimeOffset From, DateTimeOffset To)>();
            foreach (var entry in entries.Where(which))
                own.Add((Clamp(entry.At, from, until), Clamp(entry.EndedAt ?? until, from, until)));
            var before = Covered(taken);
            taken.AddRange(own);
            return Math.Round(Covered(taken) - before, 3);
        }

        var working = Take(e => e.Kind == TimelineKind.Step || e is { Kind: TimelineKind.Stage, Outcome: not TimelineOutcome.Interrupted });
        var lost = Take(e => e.Kind == TimelineKind.Lost || e is { Kind: TimelineKind.Stage, Outcome: TimelineOutcome.Interrupted });
        var waiting = Take(e => e.Kind is TimelineKind.Waiting or TimelineKind.Worker);
        var retrying = Take(e => e.Kind is TimelineKind.Pause or TimelineKind.Busy);
        var review = Take(e => e.Kind == TimelineKind.Review);
        var languages = Take(e => e.Kind == TimelineKind.Language);
        var other = Math.Max(0, Math.Round((until - from).TotalSeconds - Covered(taken), 3));
        return new TimelineTimes(waiting, working, retrying, review, lost, languages, other);
    }

    private static double Covered(List<(DateTimeOffset From, DateTimeOffset To)> spans)
    {
        var (seconds, reached) = (0.0, DateTimeOffset.MinValue);
        foreach (var (from, to) in spans.Order())
        {
            var start = from > reached ? from : reached;
            if (to <= start)
                continue;
            seconds += (to - start).TotalSeconds;
            reached = to;
        }

        return seconds;
    }

    private static DateTimeOffset Clamp(DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) => at < from ? from : at > to ? to : at;
}
