using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Telemetry;

namespace TransVox.Functions;

/// <summary>The reaper and the queue's measurements, run by timers.</summary>
public sealed class MaintenanceTasks(
    FileLimits limits, ReaperRunner reaper, RetentionRunner retention, IJobService jobs, QueueGauges gauges, IDurableTaskClientProvider clients, TimeProvider time, ILogger<MaintenanceTasks> logger)
{
    // The view without anybody's names removed; it is only counted here.
    private static readonly Caller Operator = new("system", IsAdmin: true);

    private volatile bool _limitsSynced;

    /// <summary>Deletes what is older than it is kept.</summary>
    public async Task RetainAsync(CancellationToken cancellationToken)
    {
        await retention.RunAsync(cancellationToken);
        // Azure Storage keeps an entity without a state until it is told to look for such.
        await clients.GetClient().Entities.CleanEntityStorageAsync(new CleanEntityStorageRequest { ReleaseOrphanedLocks = false }, cancellation: cancellationToken);
    }

    /// <summary>Runs the reaper, and first, once in a process, puts edited settings in force; what it had to do is logged, and repeated work raises an alert.</summary>
    public async Task ReapAsync(CancellationToken cancellationToken)
    {
        if (!_limitsSynced)
        {
            await limits.SyncAsync(cancellationToken);
            _limitsSynced = true;
        }

        var report = await reaper.RunInPaceAsync(cancellationToken);
        if (report.Returned.Count + report.Resent.Count + report.PlacesFreed.Count > 0)
            FunctionsLog.SlotsReaped(logger, report.Returned.Count, report.Resent.Count, report.PlacesFreed.Count, report.LeasesChecked);
    }

    /// <summary>Logs depth, longest wait and slot use of every pool, and has the gauges looked at.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await gauges.LookAsync(cancellationToken);
        var queue = await jobs.GetQueueAsync(Operator, cancellationToken);
        var now = time.GetUtcNow();
        foreach (var pool in queue.Pools)
        {
            var waiting = queue.Waiting.Where(entry => entry.Pool == pool.Name).ToList();
            var oldest = waiting.Count == 0 ? 0 : waiting.Max(entry => (now - entry.EnqueuedAt).TotalSeconds);
            FunctionsLog.QueueMeasured(logger, pool.Name, waiting.Count, oldest, pool.InUse, pool.Capacity);
        }
    }
}
