using System.Globalization;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Reaper;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Telemetry;

namespace TransVox.Orchestration.Maintenance;

/// <summary>
/// One run of the reaper; a host's timer calls it. It looks first, and starts an orchestration only when there is something to do,
/// under an id of its own second, so that instances that look at once do not do the same thing twice. A timer's run looks at all leases; those who
/// wait hold up nobody, and it looks at them when the last such look is nine times as long ago as it took.
/// </summary>
public sealed class ReaperRunner(
    IDurableTaskClientProvider clients, IAdmissionLedger ledger, StopSignals stops, ILimitsStore limitsStore, IOptions<TransVoxOptions> options,
    JobMetrics metrics, TimeProvider time, ILogger<ReaperRunner> logger) : IDisposable
{
    public const string IdPrefix = "reap-";
    private const int AtOnce = 16;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly RestingPace _pace = new(time, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    private ReaperMemory _memory = ReaperMemory.Empty;

    /// <summary>Looks at everything and does what is needed; runs of one process follow each other.</summary>
    public Task<ReapReport> RunAsync(CancellationToken cancellationToken) => RunAsync(() => true, cancellationToken);

    /// <summary>The same for a timer, which leaves out those who wait when they were looked at lately.</summary>
    public Task<ReapReport> RunInPaceAsync(CancellationToken cancellationToken) => RunAsync(() => _pace.IsDue, cancellationToken);

    public void Dispose() => _lock.Dispose();

    private async Task<ReapReport> RunAsync(Func<bool> looksAtAll, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            return looksAtAll()
                ? await _pace.RunAsync(() => LookAsync(withWaiting: true, cancellationToken))
                : await LookAsync(withWaiting: false, cancellationToken);
        }
        finally
        {
            _lock.Release();
        }
    }

    private async Task<ReapReport> LookAsync(bool withWaiting, CancellationToken cancellationToken)
    {
        // In this order: what is held, then who lives. A job that is granted between the two counts as what it was.
        var lost = new List<LostShare>();
        var held = (await HeldAsync(lost, cancellationToken)).Where(ticket => withWaiting || ticket.GrantedAt is not null).ToList();
        var instances = await InstancesAsync(held, cancellationToken);
        var decision = ReaperPolicy.Decide(held, id => LivenessOf(instances[id]), _memory, time.GetUtcNow(), ReaperTimes.Default);
        _memory = withWaiting ? decision.Memory : _memory.With(decision.Memory, instances.Keys.ToHashSet());
        if (decision.Reap.Count + decision.Resend.Count + lost.Count > 0)
            await ActAsync(decision, lost, instances, cancellationToken);
        var freed = withWaiting ? await ledger.PruneAsync(cancellationToken) : [];
        var report = new ReapReport(
            held.Count, [.. decision.Reap.Select(t => t.Ticket)], [.. decision.Resend.Select(g => g.Ticket)], freed);
        metrics.Reaped(report.Returned.Count, report.Resent.Count, report.PlacesFreed.Count);
        if (report.Returned.Count + report.Resent.Count + report.PlacesFreed.Count > 0)
            MaintenanceLog.Reaped(logger, report.Returned.Count, report.Resent.Count, report.PlacesFreed.Count);
        return report;
    }

    private async Task<List<HeldTicket>> HeldAsync(List<LostShare> lost, CancellationToken cancellationToken)
    {
        var held = new List<HeldTicket>();
        var limits = await limitsStore.GetAsync(cancellationToken);
        var places = (await ledger.ReadAsync(TimeSpan.Zero, cancellationToken)).Places;
        var users = places.Select(p => p.UserId).ToHashSet();

        // Also pools that were taken out of the configuration while jobs were in them.
        foreach (var pool in LimitsFromOptions.PoolsOf(limits, options.Value.Scheduling.DefaultPool).Union(places.Select(p => p.Pool)))
        {
            var settings = LimitsFromOptions.ForPool(limits, pool, options.Value.Scheduling);
            var found = await PoolShards.ReadAsync(clients.GetClient(), pool, settings, cancellationToken);
            held.AddRange(found.Shards.SelectMany(shard => HeldTicket.Of(shard.Id, shard.State)));
            users.UnionWith(found.Shards.SelectMany(shard => shard.State.Users).Select(u => u.UserId));
            lost.AddRange(found.Lost.Select(ask => new LostShare(pool, ask)));
        }

        foreach (var user in users)
        {
            var id = SlotEntities.User(user);
            if (await clients.GetClient().Entities.ReadStateAsync<UserSlotsState>(id, cancellationToken) is { } state)
                held.AddRange(HeldTicket.Of(id, state));
        }

        return held;
    }

    private async Task<Dictionary<string, OrchestrationMetadata?>> InstancesAsync(List<HeldTicket> held, CancellationToken cancellationToken)
    {
        var ids = held.Select(h => h.JobId).Distinct().ToArray();
        var found = new OrchestrationMetadata?[ids.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ids.Length),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => found[i] = await clients.GetClient().GetInstanceAsync(ids[i], true, token));
        return ids.Zip(found).ToDictionary(x => x.First, x => x.Second);
    }

    private static JobLiveness LivenessOf(OrchestrationMetadata? instance)
    {
        if (instance is null)
            return JobLiveness.Missing;
        if (instance.IsCompleted)
            return JobLiveness.Ended;
        var status = JobSnapshots.From(instance)?.Status;
        string?[] seen = [status?.Ticket, status is { UserGranted: true } ? status.UserTicket : null, status is { GpuGranted: true } ? status.GpuTicket : null];
        return new JobLiveness(JobExistence.Alive, [.. seen.OfType<string>()]);
    }

    private async Task ActAsync(
        ReaperDecision decision, List<LostShare> lost, Dictionary<string, OrchestrationMetadata?> instances, CancellationToken cancellationToken)
    {
        // A terminated orchestration's activity runs on: it must leave the device before its lease goes to another.
        foreach (var job in decision.Reap.Select(t => t.JobId).Distinct())
        {
            if (instances[job] is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed })
                await stops.RequestAsync(job, "its orchestration is gone", cancellationToken);
        }

        var input = new ReapInput(
            Group(decision.Reap, SlotEntities.UserSlots), Group(decision.Reap, SlotEntities.GpuSlots), decision.Resend, lost);
        var id = IdPrefix + time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await clients.GetClient().StartOnceAsync(ReapOrchestrator.OrchestratorName, input, id, cancellationToken);
        await clients.GetClient().WaitForInstanceCompletionAsync(id, cancellationToken);
    }

    private static Dictionary<string, IReadOnlyList<string>> Group(IReadOnlyList<HeldTicket> tickets, string entity) => tickets
        .Where(t => t.Entity.Name == entity)
        .GroupBy(t => t.Entity.Key)
        .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(t => t.Ticket)]);
}
