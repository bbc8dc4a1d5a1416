namespace TransVox.Orchestration.Admission;

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
        var pools = run.Pools.ToDictionary(p => p.Key, p => (IReadOnlyList<QueueEstimate>)[.. p.Value.Started.Select((job, i) => Estimate(input, p.Value, job, i + 1))]);
        return new QueueForecast(input.Now, pools);
    }

    private static QueueEstimate Estimate(QueueSimulation input, SimulatedPool pool, SimulatedJob job, int position)
    {
        // 80% of a normal distribution lie within this many deviations.
        const double Z = 1.2816;
        if (!pool.Tells || job.StartMs is not { } start)
            return new QueueEstimate(job.Place.JobId, job.Place.UserId, pool.Name, position, null, null, null, null);
        var deviation = Z * 1000 * Math.Sqrt(job.StartVariance + (job.StartError * job.StartError));
        var nowMs = input.Now.ToUnixTimeMilliseconds();
        return new QueueEstimate(
            job.Place.JobId, job.Place.UserId, pool.Name, position,
            At(start), At(Math.Max(nowMs, start - deviation)), At(start + deviation), job.EndMs is { } end ? At(end) : null);
    }

    private static DateTimeOffset At(double ms) => DateTimeOffset.FromUnixTimeMilliseconds((long)ms);
}
