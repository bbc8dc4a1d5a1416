namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>
/// How far starts may fall from their expected moments, by playing the queue many times with durations as they vary. With several
/// slots, the earliest of several ends comes sooner than the expected end of each, which no variance that is added up along the
/// queue would show.
/// </summary>
internal static class StartSpread
{
    // Enough for the ends of an 80% interval; fewer for long queues, whose sums vary less from play to play.
    private const int MostPlays = 300;
    private const int LeastPlays = 40;
    private const int DrawsInAll = 30_000;

    // A running lease that outlasts what is drawn for it is drawn again; then it is taken to end soon.
    private const int Redraws = 8;

    /// <summary>
    /// The range of each start. The same input gives the same answer.
    /// </summary>
    /// <param name="slots">Leases that the pool holds at once.</param>
    /// <param name="running">Leases now: expected time in all, and seconds since they were granted.</param>
    /// <param name="waiting">Expected times of the waiting jobs, in the order of their starts.</param>
    public static IReadOnlyList<StartRange> Of(int slots, IReadOnlyList<(StageEstimate Time, double Since)> running, IReadOnlyList<StageEstimate> waiting)
    {
        if (waiting.Count == 0)
            return [];
        var plays = Math.Clamp(DrawsInAll / Math.Max(1, running.Count + waiting.Count), LeastPlays, MostPlays);
        var expected = Play(slots, [.. running.Select(r => Rest(r.Time.Mean, r))], waiting, time => time.Mean);
        var starts = waiting.Select(_ => new double[plays]).ToArray();
        var random = new Random(plays);
        for (var play = 0; play < plays; play++)
        {
            // What was learned may be off, and then it is off for all of them.
            var (off, number) = (Normal(random), play);
            double Draw(StageEstimate time) => DrawOf(random, time, off);
            var played = Play(slots, [.. running.Select(r => RestOf(r, Draw))], waiting, Draw);
            for (var i = 0; i < played.Length; i++)
                starts[i][number] = played[i] - expected[i];
        }

        return [.. starts.Select(Range)];
    }

    private static StartRange Range(double[] offsets)
    {
        Array.Sort(offsets);
        double At(double share) => offsets[(int)Math.Round(share * (offsets.Length - 1))];
        return new StartRange(At(0.1), At(0.5), At(0.9));
    }

    /// <summary>Moments, in seconds from now, at which the waiting jobs find a free slot one after the other.</summary>
    private static double[] Play(int slots, List<double> ends, IReadOnlyList<StageEstimate> waiting, Func<StageEstimate, double> duration)
    {
        // More leases than slots, after a limit was lowered: the first ends make no room.
        ends.Sort();
        var free = new PriorityQueue<double, double>(ends.Skip(ends.Count - slots).Select(end => (end, end)));
        for (var idle = ends.Count; idle < slots; idle++)
            free.Enqueue(0, 0);
        var starts = new double[waiting.Count];
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = free.Peek();
            var end = starts[i] + duration(waiting[i]);
            free.DequeueEnqueue(end, end);
        }

        return starts;
    }

    private static double RestOf((StageEstimate Time, double Since) lease, Func<StageEstimate, double> draw)
    {
        var drawn = draw(lease.Time);
        for (var n = 0; n < Redraws && drawn <= lease.Since; n++)
            drawn = draw(lease.Time);
        return Rest(drawn, lease);
    }

    private static double Rest(double duration, (StageEstimate Time, double Since) lease) =>
        Math.Max(duration - lease.Since, lease.Time.Mean * SimulationRun.LeastRest);

    /// <summary>A duration: log-normal, so never negative and sometimes long.</summary>
    private static double DrawOf(Random random, StageEstimate time, double off)
    {
        if (time.Mean <= 0)
            return 0;
        var mean = Math.Max(time.Mean * 0.1, time.Mean + (off * time.StandardError));
        var sigma2 = Math.Log(1 + (time.Variance / (time.Mean * time.Mean)));
        return mean * Math.Exp((Math.Sqrt(sigma2) * Normal(random)) - (sigma2 / 2));
    }

    // Box and Muller.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
