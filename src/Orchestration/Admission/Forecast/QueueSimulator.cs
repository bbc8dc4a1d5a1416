namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>
/// Plays the queue to its end in expected time, through the very rules that the entities run: so positions are exact under
/// whatever policy, limits and weights are in force. Pure; O(n log n) in the number of jobs.
/// </summary>
public static class QueueSimulator
{
    public static QueueForecast Run(QueueSimulation input)
    {
        var run = new SimulationRun(input);
        run.Seed();
        run.Play();
        var pools = run.Pools.ToDictionary(p => p.Key, p => EstimatesOf(input, p.Value));
        return new QueueForecast(input.Now, pools);
    }

    /// <summary>The same for one of the jobs: played no further than to its end, and as if nobody waited behind it. Null: it does not wait.</summary>
    public static QueueEstimate? Run(QueueSimulation input, string jobId)
    {
        var run = new SimulationRun(input);
        run.Seed();
        run.Play(jobId);
        foreach (var pool in run.Pools.Values)
        {
            var index = pool.Started.FindIndex(job => job.Place.JobId == jobId);
            if (index < 0)
                continue;
            pool.Started.RemoveRange(index + 1, pool.Started.Count - index - 1);
            return EstimatesOf(input, pool)[^1];
        }

        return null;
    }

    private static IReadOnlyList<QueueEstimate> EstimatesOf(QueueSimulation input, SimulatedPool pool)
    {
        if (!pool.Tells)
            return [.. pool.Started.Select((job, i) => Order(pool, job, i + 1))];
        var ranges = StartSpread.Of(pool.Slots, [.. pool.Running.Select(r => (r.Time, r.Since))], [.. pool.Started.Select(job => job.TimeOnGpu(0))]);
        var nowMs = (double)input.Now.ToUnixTimeMilliseconds();
        return [.. pool.Started.Select((job, i) => Estimate(nowMs, ranges[i], Order(pool, job, i + 1), job))];
    }

    private static QueueEstimate Order(SimulatedPool pool, SimulatedJob job, int position) =>
        new(job.Place.JobId, job.Place.UserId, pool.Name, position, null, null, null, null);

    /// <summary>The simulated moments, moved and surrounded by how durations vary.</summary>
    private static QueueEstimate Estimate(double nowMs, StartRange range, QueueEstimate order, SimulatedJob job)
    {
        if (job.StartMs is not { } start)
            return order;
        DateTimeOffset At(double ms, double seconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Max(nowMs, ms + (seconds * 1000)));
        return order with
        {
            Start = At(start, range.Middle),
            Earliest = At(start, range.Early),
            Latest = At(start, range.Late),
            Finish = job.EndMs is { } end ? At(end, range.Middle) : null,
        };
    }
}
