using TransVox.Contract;

namespace TransVox.Bench.Simulation.Policies;

/// <summary>What one policy did with one workload.</summary>
internal sealed record PolicyFigures
{
    /// <summary>Longest lease of a workload, in slot-seconds: no policy that interrupts nobody can keep lags much below it.</summary>
    public required double LongestLease { get; init; }

    /// <summary>The same in seconds, whatever it costs.</summary>
    public required double LongestSeconds { get; init; }

    /// <summary>A job's time from arrival to end, over what it would be if its user had the service for itself.</summary>
    public required double MeanSlowdown { get; init; }

    public required double P99Slowdown { get; init; }

    /// <summary>Of the jobs of those users who submit fewer jobs than the median user.</summary>
    public required double MeanSlowdownOfSmallUsers { get; init; }

    public required double P99SlowdownOfSmallUsers { get; init; }

    public required double MeanJain { get; init; }

    public required double WorstLag { get; init; }

    public required double WorstDelay { get; init; }

    public required double P99Lag { get; init; }

    /// <summary>Slot-seconds that were free while a ticket stood at the pool, over all that were in use.</summary>
    public required double Idle { get; init; }

    public required double Makespan { get; init; }

    public required IReadOnlyList<float> AllSlowdowns { get; init; }

    public static PolicyFigures Measure(Workload load, int slots, AdmissionPolicy policy, int? shards = null)
    {
        var run = new PoolRun(load, slots, policy, shards: shards);
        run.Run();
        var shares = run.Shares!;
        var counts = load.Jobs.CountBy(job => job.User).ToDictionary();
        var median = Percentiles.Of([.. counts.Values.Select(n => (double)n)], 0.5);
        var alone = load.TimesWithoutOthers();
        var all = Slowdowns(run, alone, _ => true);
        var small = Slowdowns(run, alone, n => counts[load.Jobs[n].User] < median);
        return new PolicyFigures
        {
            LongestLease = load.Jobs.Max(job => job.Cost * Math.Max(job.FirstGpu, job.SecondGpu)),
            LongestSeconds = load.Jobs.Max(job => Math.Max(job.FirstGpu, job.SecondGpu)),
            MeanSlowdown = all.Average(),
            P99Slowdown = all[(int)(0.99 * (all.Length - 1))],
            MeanSlowdownOfSmallUsers = small.Average(),
            P99SlowdownOfSmallUsers = small[(int)(0.99 * (small.Length - 1))],
            MeanJain = shares.Jain.DefaultIfEmpty(1).Average(),
            WorstLag = shares.WorstLag,
            WorstDelay = shares.WorstDelay,
            P99Lag = Percentiles.Of([.. shares.Peaks], 0.99),
            Idle = shares.Idle / shares.Busy,
            Makespan = run.Makespan / load.LeastMakespan(slots),
            AllSlowdowns = all,
        };
    }

    private static float[] Slowdowns(PoolRun run, double[] alone, Func<int, bool> wanted)
    {
        var slowdowns = Enumerable.Range(0, alone.Length).Where(n => run.Times[n] > 0 && wanted(n)).Select(n => (float)(run.Times[n] / alone[n])).ToArray();
        Array.Sort(slowdowns);
        return slowdowns;
    }
}
