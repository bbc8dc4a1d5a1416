using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Forecast;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Sources;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>The queue as users and operators see it.</summary>
public sealed class QueueService(
    QueueForecaster forecaster, UsageStore usage, JobStarter starter, IStageRunner runner, SourceAddresses addresses, IOptions<TransVoxOptions> options, TimeProvider time)
{
    private readonly SchedulingOptions _scheduling = options.Value.Scheduling;

    /// <summary>Where a waiting job stands; null when it does not wait.</summary>
    public async Task<QueuePlace?> PlaceOfAsync(JobSnapshot job, CancellationToken cancellationToken)
    {
        if (!JobTransitions.IsQueued(job.Status.State))
            return null;
        var queue = await forecaster.GetAsync(cancellationToken);
        var waiting = queue.WaitingIn(job.Request.Pool);
        if (queue.Of(job.Request.JobId) is { } estimate)
        {
            return new QueuePlace(
                estimate.Position, waiting, estimate.Start, estimate.Earliest, estimate.Latest, estimate.Finish,
                job.Status.WaitsFrom(job.Request).AddSeconds(job.Request.Policy.QueueTimeout));
        }

        // It had a lease before: it goes ahead of all that have not, and stands among the others like it.
        return job.Status.StartedAt is null && job.Request.ParentId is null ? null : new QueuePlace(PlaceAmongReturning(queue, job), waiting);
    }

    /// <summary>Where a job would stand that is submitted now; it takes no place.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>: there is no such pool or profile.</exception>
    public async Task<QueuePlace> ForecastAsync(Caller caller, ForecastQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(query);
        var queue = await forecaster.GetAsync(cancellationToken);
        var options = new DubbingOptions { TargetLanguage = "", Output = query.Output, Profile = query.Profile };
        var pool = SubmitChecks.PoolOf(query.Pool, options, queue.Limits, _scheduling.DefaultPool, runner);
        var now = time.GetUtcNow();
        var place = LedgerPlace.Create(
            JobIds.New(caller.UserId, now), caller.UserId, now, pool, queue.Limits.EnablePriority ? (int)query.Priority : (int)JobPriority.Normal, starter.CostIn(pool),
            query.MediaSeconds, JobPhase.CodeOf(JobPlanner.Plan(runner, options, [])));
        var waiting = queue.WaitingIn(pool) + 1;
        var until = now.AddSeconds(queue.Limits.QueueTimeout);
        return queue.With(place, now) is { } estimate
            ? new QueuePlace(estimate.Position, waiting, estimate.Start, estimate.Earliest, estimate.Latest, estimate.Finish, until)
            : new QueuePlace(waiting, waiting, TimesOutAt: until);
    }

    public async Task<PoolView> PoolAsync(string pool, CancellationToken cancellationToken)
    {
        forecaster.Forget();
        return ViewOf(await forecaster.GetAsync(cancellationToken), pool, null);
    }

    public async Task<QueueView> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        var queue = await forecaster.GetAsync(cancellationToken);
        var entries = queue.Forecast.All.Select(e => EntryOf(queue, e, caller));
        return new QueueView(
            [.. queue.Pools.Keys.Order(StringComparer.Ordinal).Select(p => ViewOf(queue, p, caller))],
            [.. entries.OrderBy(e => e.Pool, StringComparer.Ordinal).ThenBy(e => e.Position)],
            queue.Limits.MaxQueueSize);
    }

    public async Task<MeView> MeAsync(Caller caller, CancellationToken cancellationToken)
    {
        var queue = await forecaster.GetAsync(cancellationToken);
        var settings = LimitsFromOptions.ForUser(queue.Limits, caller.UserId, _scheduling);
        var total = await usage.ReadAsync(caller.UserId, cancellationToken);
        var mine = queue.Ledger.OfUser(caller.UserId);
        var now = time.GetUtcNow();
        return new MeView(
            caller.UserId,
            caller.DisplayName,
            caller.IsAdmin,
            settings.MaxJobs,
            settings.Weight,
            mine.Count(p => p.Running && !queue.Resting.ContainsKey(p.JobId)),
            mine.Count(p => !p.Running || queue.Resting.GetValueOrDefault(p.JobId) == JobState.QueuedUser),
            total.GpuSeconds,
            queue.Pools.Values.Sum(p => p.DecayedUse(caller.UserId, now)),
            queue.Limits.MaxVideoSizeMb * 1024L * 1024L,
            queue.Limits.MaxVideoDurationMinutes * 60.0,
            queue.Limits.EnablePriority,
            total.Use?.ToWire(),
            addresses.Hosts);
    }

    private static int PlaceAmongReturning(QueueSnapshot queue, JobSnapshot job)
    {
        if (!queue.Pools.TryGetValue(job.Request.Pool, out var pool))
            return 1;
        var returning = pool.Waiting.Where(t => t.Returning).OrderBy(t => t.EnqueuedMs).ThenBy(t => t.Sequence).ToList();
        return Math.Max(0, returning.FindIndex(t => t.JobId == job.Request.JobId)) + 1;
    }

    private PoolView ViewOf(QueueSnapshot queue, string pool, Caller? caller)
    {
        // What the entity has in force, or will have with the next job.
        var settings = LimitsFromOptions.ForPool(queue.Limits, pool, _scheduling);
        var leases = queue.Pools.TryGetValue(pool, out var state) ? state.Leases : [];
        return new PoolView(
            pool,
            settings.Capacity,
            leases.Sum(l => l.Cost),
            settings.Mode,
            settings.Policy,
            [.. leases.Select(l => LeaseOf(l, caller))]);
    }

    private static LeaseView LeaseOf(GpuLease lease, Caller? caller)
    {
        var visible = caller is null || caller.IsAdmin || caller.UserId == lease.UserId;
        return new LeaseView(
            visible ? lease.JobId : null, visible ? lease.UserId : null, lease.Cost, DateTimeOffset.FromUnixTimeMilliseconds(lease.GrantedMs));
    }

    private static QueueEntry EntryOf(QueueSnapshot queue, QueueEstimate estimate, Caller caller)
    {
        var mine = caller.UserId == estimate.UserId;
        var visible = mine || caller.IsAdmin;
        var place = queue.Ledger.Find(estimate.JobId);
        return new QueueEntry(
            estimate.Position,
            visible ? estimate.JobId : null,
            visible ? estimate.UserId : null,
            (JobPriority)(place?.Priority ?? 0),
            estimate.Pool,
            DateTimeOffset.FromUnixTimeMilliseconds(place?.EnqueuedMs ?? 0),
            estimate.Start,
            mine);
    }
}
