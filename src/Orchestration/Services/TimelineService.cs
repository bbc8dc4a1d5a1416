using System.Globalization;
using DurableTask.Core.History;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Timelines;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Orchestration.Services;

/// <summary>
/// What happened to a job: its durable history, which both runtimes give, with what operators did meanwhile (the audit log), messages to
/// webhooks, and what the stage that runs says of itself.
/// </summary>
public sealed class TimelineService(
    JobReader reader, IDurableTaskClientProvider clients, IProgressStore progress, ILimitsStore limitsStore, DeliveryStore deliveries, TimeProvider time) : IDisposable
{
    public const int MaxPage = 500;
    private const int MaxAudit = 100;
    private const string PoolAction = "pool-";

    // A history comes whole, and that of a job that waited long for room on a disk is large.
    private readonly SemaphoreSlim _reading = new(2, 2);

    /// <summary>A page of it.</summary>
    /// <exception cref="RequestException"><c>not_found</c>, <c>history_gone</c>, <c>invalid_request</c>.</exception>
    public async Task<JobTimeline> GetAsync(Caller caller, string jobId, string? after, int limit, CancellationToken cancellationToken)
    {
        var skip = SkipOf(after);
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(caller, job, skip, limit, cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<JobTimeline> ReadAsync(Caller caller, JobSnapshot job, int skip, int limit, CancellationToken cancellationToken)
    {
        var jobId = job.Request.JobId;
        var history = await ReadHistoryAsync(jobId, cancellationToken);
        var now = time.GetUtcNow();
        var ended = JobTransitions.IsTerminal(job.Status.State);
        var report = ended ? null : await progress.ReadAsync(jobId, cancellationToken);
        var entries = HistoryReader.Read(job, history, report, now).ToList();
        var until = ended ? entries[^1].At : now;
        entries.AddRange(await ReadAuditAsync(job, until, now, cancellationToken));
        if (job.Request.Webhooks || history.Any(e => e is EventRaisedEvent { Name: Orchestrators.JobEvents.Webhooks }))
            entries.AddRange((await deliveries.ListOfJobAsync(job.Request.UserId, jobId, cancellationToken)).Select(EntryOf));
        if (!ended)
            await NoteModeAsync(entries, cancellationToken);
        var visible = entries.OrderBy(entry => entry.At).Skip(skip).Take(limit).Select(entry => ForCaller(entry, caller)).ToList();
        return new JobTimeline(
            jobId, job.Status.State, job.Request.SubmittedAt, until, visible, TimelineClock.Of(entries, job.Request.SubmittedAt, until),
            skip + visible.Count < entries.Count ? (skip + visible.Count).ToString(CultureInfo.InvariantCulture) : null);
    }

    private async Task<IList<HistoryEvent>> ReadHistoryAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            if (await clients.GetClient().GetOrchestrationHistoryAsync(jobId, cancellationToken) is { Count: > 0 } history)
                return history;
        }
        catch (ArgumentException)
        {
            // There is no such instance: what is left of the job is its record.
        }

        throw new RequestException(
            ErrorCodes.HistoryGone, "The history of this job is not kept any more (retention:jobs_days). The job itself and its log.txt say what is left of it.");
    }

    /// <summary>Changes of the job's pool while it was there, and what was done to the job itself.</summary>
    private async Task<IEnumerable<TimelineEntry>> ReadAuditAsync(JobSnapshot job, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (request, error) = (job.Request, job.Status.Error);
        // Only a job in quarantine is something that operators do anything with after its end.
        var to = error?.Code == ErrorCodes.Poison ? now : until;
        var audit = await limitsStore.GetAuditAsync(request.SubmittedAt, to, MaxAudit, cancellationToken);
        return audit
            .Where(entry => entry.Action.StartsWith(PoolAction, StringComparison.Ordinal)
                ? entry.Details == request.Pool && entry.At <= until
                : entry.Details == request.JobId || entry.Details.StartsWith(request.JobId + " ", StringComparison.Ordinal))
            .Select(entry => new TimelineEntry
            {
                Kind = TimelineKind.Operator,
                At = entry.At,
                EndedAt = entry.At,
                Name = entry.Action,
                Pool = entry.Action.StartsWith(PoolAction, StringComparison.Ordinal) ? request.Pool : null,
                JobId = JobIds.UserOf(entry.Details.Split(' ')[^1]) is not null ? entry.Details.Split(' ')[^1] : null,
                By = new TimelineActor(TimelineRole.Operator, entry.By),
            });
    }

    /// <summary>A pool that was paused before the job came explains its wait.</summary>
    private async Task NoteModeAsync(List<TimelineEntry> entries, CancellationToken cancellationToken)
    {
        var waiting = entries.FindIndex(entry => entry is { Kind: TimelineKind.Waiting, EndedAt: null, Pool: not null });
        if (waiting < 0)
            return;
        var limits = await limitsStore.GetAsync(cancellationToken);
        if (limits.Pools.GetValueOrDefault(entries[waiting].Pool!) is { Mode: not PoolMode.Active } pool)
            entries[waiting] = entries[waiting] with { Mode = pool.Mode };
    }

    // Neither address nor body nor answer: those are for the webhook's owner, at the webhook.
    private static TimelineEntry EntryOf(Delivery delivery) => new()
    {
        Kind = TimelineKind.Webhook,
        At = delivery.CreatedAt,
        EndedAt = delivery.State == DeliveryState.Pending ? null : delivery.Attempts is [.., var last] ? last.At.AddSeconds(last.Seconds) : delivery.CreatedAt,
        Outcome = delivery.State switch
        {
            DeliveryState.Delivered => TimelineOutcome.Delivered,
            DeliveryState.Failed => TimelineOutcome.Failed,
            _ => null,
        },
        Name = delivery.Event,
        Count = delivery.Attempts.Count == 0 ? null : delivery.Attempts[^1].Number,
        Message = delivery.Attempts.Count == 0 ? null : delivery.Attempts[^1].Error,
    };

    private static TimelineEntry ForCaller(TimelineEntry entry, Caller caller) => caller.IsAdmin ? entry : entry with
    {
        Host = null,
        By = entry.By is { Role: TimelineRole.Operator } by ? by with { UserId = null, KeyId = null } : entry.By,
    };

    private static int SkipOf(string? after)
    {
        if (string.IsNullOrEmpty(after))
            return 0;
        return int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var skip)
            ? skip
            : throw new RequestException(ErrorCodes.InvalidRequest, "'after' is not a token of an earlier page.");
    }
}
