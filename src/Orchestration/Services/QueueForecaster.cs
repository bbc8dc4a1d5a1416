using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Forecast;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Limits;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>
/// The queue as it stands and as it is expected to go on; one look a second, whoever asks, and fewer of a queue so long that a look takes time.
/// </summary>
public sealed class QueueForecaster(
    IDurableTaskClientProvider clients, IAdmissionLedger ledger, ILimitsStore limitsStore, StageTimes times, IOptions<TransVoxOptions> options, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private readonly SchedulingOptions _scheduling = options.Value.Scheduling;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly RestingPace _pace = new(time, MaxAge, 5 * MaxAge);
    private QueueSnapshot? _last;

    /// <summary>The queue, at most one second old, or nine times what the look at it took, up to five.</summary>
    public async Task<QueueSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        if (IsFresh(_last) is { } fresh)
            return fresh;
        await _lock.WaitAsync(cancellationToken);
        try
        {
            return IsFresh(_last) ?? (_last = await _pace.RunAsync(() => LookAsync(cancellationToken)));
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>The next look is a new one: something was changed.</summary>
    public void Forget() => _last = null;

    public void Dispose() => _lock.Dispose();

    private QueueSnapshot? IsFresh(QueueSnapshot? snapshot)
    {
        var now = time.GetUtcNow();
        return snapshot is not null && now - snapshot.Forecast.Now < _pace.Rest && now >= snapshot.Forecast.Now ? snapshot : null;
    }

    private async Task<QueueSnapshot> LookAsync(CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var state = await ledger.ReadAsync(MaxAge, cancellationToken);
        var pools = new Dictionary<string, GpuSlotsState>();
        foreach (var pool in LimitsFromOptions.PoolsOf(limits, _scheduling.DefaultPool))
        {
            var shards = await PoolShards.ReadAsync(clients.GetClient(), pool, LimitsFromOptions.ForPool(limits, pool, _scheduling), cancellationToken);
            pools[pool] = shards.Whole(time.GetUtcNow());
        }

        var (offGpu, resting) = await OffGpuAsync(state, pools, cancellationToken);
        var simulation = new QueueSimulation
        {
            Now = time.GetUtcNow(),
            Pools = pools,
            Places = state.Places,
            PoolSettings = p => LimitsFromOptions.ForPool(limits, p, _scheduling),
            UserSettings = u => LimitsFromOptions.ForUser(limits, u, _scheduling),
            Times = await times.GetAsync(cancellationToken),
            OffGpu = offGpu,
        };
        return new QueueSnapshot(simulation, QueueSimulator.Run(simulation), state, limits, resting);
    }

    /// <summary>Where the started jobs are that hold no GPU lease at the moment, and which of them hold no user slot either; they are few.</summary>
    private async Task<(Dictionary<string, Stage?> Stages, Dictionary<string, JobState> Resting)> OffGpuAsync(
        LedgerState state, Dictionary<string, GpuSlotsState> pools, CancellationToken cancellationToken)
    {
        var atGpu = pools.Values.SelectMany(p => p.Leases.Select(l => l.JobId).Concat(p.Waiting.Select(w => w.JobId))).ToHashSet();
        var stages = new Dictionary<string, Stage?>();
        var resting = new Dictionary<string, JobState>();
        foreach (var place in state.Places.Where(p => p.Running && !atGpu.Contains(p.JobId)))
        {
            if (await clients.GetClient().GetInstanceAsync(place.JobId, true, cancellationToken) is not { } instance || JobSnapshots.From(instance) is not { } job)
                continue;
            if (job.Status.State is JobState.AwaitingReview or JobState.QueuedUser)
                resting[place.JobId] = job.Status.State;
            if (job.Status.State == JobState.AwaitingReview)
                stages[place.JobId] = null;
            else if (job.Status.Stage is { } stage)
                stages[place.JobId] = stage;
        }

        return (stages, resting);
    }
}
