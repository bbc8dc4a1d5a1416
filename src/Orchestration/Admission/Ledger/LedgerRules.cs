namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>The operations on the ledger. Each is idempotent by job id, so a write whose outcome is unknown can be repeated.</summary>
public static class LedgerRules
{
    /// <summary>Takes a place, unless the queue is full or the user busy.</summary>
    public static LedgerAnswer Reserve(LedgerState state, LedgerPlace place, LedgerBounds bounds)
    {
        if (state.Find(place.JobId) is not null)
            return new LedgerAnswer(LedgerVerdict.Admitted);
        if (bounds.MaxJobsOfUser is { } max && state.CountOfUser(place.UserId) >= max)
            return new LedgerAnswer(LedgerVerdict.Busy, state.OfUser(place.UserId) is [var first, ..] ? first.JobId : null);
        if (state.WaitingCount >= bounds.MaxQueueSize)
            return new LedgerAnswer(LedgerVerdict.Full);
        state.Put(place with { Running = false });
        return new LedgerAnswer(LedgerVerdict.Admitted, Changed: true);
    }

    /// <summary>Notes a job that goes on with what another began.</summary>
    public static LedgerAnswer Continue(LedgerState state, LedgerPlace place)
    {
        if (state.Find(place.JobId) is not null)
            return new LedgerAnswer(LedgerVerdict.Admitted);
        state.Put(place with { Running = true });
        return new LedgerAnswer(LedgerVerdict.Admitted, Changed: true);
    }

    /// <summary>The video still comes in. A place that is gone stays gone: the job asks for it again before it starts.</summary>
    public static LedgerAnswer Renew(LedgerState state, string jobId, DateTimeOffset now)
    {
        if (state.Find(jobId) is not { } place)
            return new LedgerAnswer(LedgerVerdict.Admitted);
        state.Put(place with { RenewedMs = now.ToUnixTimeMilliseconds() });
        return new LedgerAnswer(LedgerVerdict.Admitted, Changed: true);
    }

    /// <summary>The job has its first lease. A job without a place stays without one.</summary>
    public static LedgerAnswer MarkRunning(LedgerState state, string jobId)
    {
        if (state.Find(jobId) is not { Running: false } place)
            return new LedgerAnswer(LedgerVerdict.Admitted);
        state.Put(place with { Running = true });
        return new LedgerAnswer(LedgerVerdict.Admitted, Changed: true);
    }

    /// <summary>Notes the length of the job's video, from which waiting times are estimated.</summary>
    public static LedgerAnswer Describe(LedgerState state, string jobId, double mediaSeconds)
    {
        if (state.Find(jobId) is not { } place || place.MediaSeconds == mediaSeconds)
            return new LedgerAnswer(LedgerVerdict.Admitted);
        state.Put(place with { MediaSeconds = mediaSeconds });
        return new LedgerAnswer(LedgerVerdict.Admitted, Changed: true);
    }

    /// <summary>The job ended, or never came to be.</summary>
    public static LedgerAnswer Remove(LedgerState state, string jobId) => new(LedgerVerdict.Admitted, Changed: state.Remove(jobId));

    /// <summary>Mends what jobs could not say themselves because they died.</summary>
    public static LedgerAnswer Prune(LedgerState state, IReadOnlyList<PlaceCorrection> corrections)
    {
        var changed = false;
        foreach (var (jobId, standing) in corrections)
        {
            changed |= standing switch
            {
                PlaceStanding.Ended => state.Remove(jobId),
                PlaceStanding.Running => MarkRunning(state, jobId).Changed,
                _ => false,
            };
        }

        return new LedgerAnswer(LedgerVerdict.Admitted, Changed: changed);
    }
}
