using TransVox.Orchestration.Admission;

namespace TransVox.Orchestration.Services;

/// <summary>One look at the queue.</summary>
public sealed record QueueSnapshot(QueueForecast Forecast, LedgerState Ledger, IReadOnlyDictionary<string, GpuSlotsState> Pools, LiveLimits Limits)
{
    private readonly Dictionary<string, QueueEstimate> _byJob = Forecast.All.ToDictionary(e => e.JobId);

    /// <summary>The estimate for a job that has not started, or null.</summary>
    public QueueEstimate? Of(string jobId) => _byJob.GetValueOrDefault(jobId);

    /// <summary>How many jobs wait for their first lease in a pool.</summary>
    public int WaitingIn(string pool) => Forecast.Pools.TryGetValue(pool, out var jobs) ? jobs.Count : 0;
}
