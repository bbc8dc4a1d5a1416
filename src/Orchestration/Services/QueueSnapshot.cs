using TransVox.Orchestration.Admission.Forecast;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Services;

/// <summary>One look at the queue.</summary>
/// <param name="Simulation">What was seen.</param>
/// <param name="Forecast">What is expected.</param>
/// <param name="Ledger">All places.</param>
/// <param name="Limits">The limits in force.</param>
/// <param name="Resting">Started jobs that hold no user slot: in review, or waiting for a slot after it.</param>
public sealed record QueueSnapshot(
    QueueSimulation Simulation, QueueForecast Forecast, LedgerState Ledger, LiveLimits Limits, IReadOnlyDictionary<string, JobState> Resting)
{
    private readonly Dictionary<string, QueueEstimate> _byJob = Forecast.All.ToDictionary(e => e.JobId);

    /// <summary>The slots of each pool.</summary>
    public IReadOnlyDictionary<string, GpuSlotsState> Pools => Simulation.Pools;

    /// <summary>The estimate for a job that has not started, or null.</summary>
    public QueueEstimate? Of(string jobId) => _byJob.GetValueOrDefault(jobId);

    /// <summary>The estimate for a job that has a place no more than in thought.</summary>
    public QueueEstimate? With(LedgerPlace place, DateTimeOffset now) =>
        QueueSimulator.Run(Simulation with { Now = now, Places = [.. Simulation.Places, place] }, place.JobId);

    /// <summary>How many jobs wait for their first lease in a pool.</summary>
    public int WaitingIn(string pool) => Forecast.Pools.TryGetValue(pool, out var jobs) ? jobs.Count : 0;

    /// <summary>How long the job has waited that has waited longest for its first lease in a pool; zero where none waits.</summary>
    public TimeSpan LongestWaitIn(string pool) => Forecast.Pools.TryGetValue(pool, out var jobs)
        ? jobs.Select(job => Ledger.Find(job.JobId)).OfType<LedgerPlace>().Select(place => Simulation.Now - DateTimeOffset.FromUnixTimeMilliseconds(place.EnqueuedMs)).DefaultIfEmpty().Max()
        : TimeSpan.Zero;
}
