namespace TransVox.Contract;

/// <summary>What happened to a job, in the order in which it began.</summary>
/// <param name="JobId">The job.</param>
/// <param name="State">Its state now.</param>
/// <param name="From">When it was submitted.</param>
/// <param name="Until">When it ended; of a job that has not ended: now, by the service's clock.</param>
/// <param name="Entries">A page of what happened, oldest first.</param>
/// <param name="Times">Where the time from <paramref name="From"/> to <paramref name="Until"/> went, over all pages.</param>
/// <param name="Next">Token of the next page (<c>after</c>), or null.</param>
public sealed record JobTimeline(
    string JobId, JobState State, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<TimelineEntry> Entries, TimelineTimes Times, string? Next = null);
