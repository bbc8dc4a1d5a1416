using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Admission.Reaper;

/// <summary>
/// Decides what the reaper does. It takes nothing from a job that lives, however slow it is: a lease returns when its
/// orchestration has ended, or has been missing for a while.
/// </summary>
public static class ReaperPolicy
{
    /// <summary>One look. The held tickets must have been read before the liveness of their jobs.</summary>
    public static ReaperDecision Decide(
        IReadOnlyCollection<HeldTicket> held, Func<string, JobLiveness> livenessOf, ReaperMemory memory, DateTimeOffset now, ReaperTimes times)
    {
        var missing = new Dictionary<string, DateTimeOffset>();
        var reap = new List<HeldTicket>();
        var resend = new List<Grant>();
        foreach (var ticket in held)
        {
            var liveness = livenessOf(ticket.JobId);
            switch (liveness.Existence)
            {
                case JobExistence.Ended:
                    reap.Add(ticket);
                    break;
                case JobExistence.Missing:
                    var since = Since(memory, ticket.JobId, now);
                    missing[ticket.JobId] = since;
                    if (now - since >= times.MissingGrace)
                        reap.Add(ticket);
                    break;
                default:
                    if (ticket.GrantedAt is { } grantedAt && !liveness.SeenTickets.Contains(ticket.Ticket) && IsOverdue(now - grantedAt, times))
                        resend.Add(new Grant(ticket.Ticket, ticket.JobId, grantedAt));
                    break;
            }
        }

        return new ReaperDecision(reap, resend, new ReaperMemory(missing));
    }

    // A time in the future means that the clock went back: count from now.
    private static DateTimeOffset Since(ReaperMemory memory, string jobId, DateTimeOffset now) =>
        memory.MissingSince.TryGetValue(jobId, out var since) && since <= now ? since : now;

    // A grant from the future is as suspect as an old one, and a grant too many does no harm.
    private static bool IsOverdue(TimeSpan age, ReaperTimes times) => age < TimeSpan.Zero || age >= times.ResendAfter;
}
