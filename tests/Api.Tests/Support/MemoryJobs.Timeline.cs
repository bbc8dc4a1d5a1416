using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Tests.Support;

internal sealed partial class MemoryJobs
{
    /// <summary>The job's submission, by pages of one entry each.</summary>
    public Task<JobTimeline> GetTimelineAsync(Caller caller, string jobId, string? after, int limit, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        var (view, now) = (Find(caller, jobId).View, time.GetUtcNow());
        Paged = (after, limit);
        return Task.FromResult(new JobTimeline(
            jobId, view.State, view.CreatedAt, now,
            [new TimelineEntry { Kind = TimelineKind.Submitted, At = view.CreatedAt, EndedAt = view.CreatedAt, Name = "upload", By = new TimelineActor(TimelineRole.Owner, caller.UserId, caller.KeyId) }],
            new TimelineTimes(Other: (now - view.CreatedAt).TotalSeconds)));
    }

    /// <summary>The page of a timeline that was asked for last.</summary>
    public (string? After, int Limit) Paged { get; private set; }
}
