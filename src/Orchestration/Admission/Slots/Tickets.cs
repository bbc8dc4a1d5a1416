namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Names of tickets: <c>{jobId}:{level}:{phase}</c>. The entities store a job's id only where it cannot be read off the ticket.
/// </summary>
public static class Tickets
{
    /// <summary>Ticket of a job's <paramref name="phase"/>th request for one of its user's slots, counted from 1.</summary>
    public static string User(string jobId, int phase) => $"{jobId}:user:{phase}";

    /// <summary>Ticket of a job's <paramref name="phase"/>th request for a GPU slot, counted from 1.</summary>
    public static string Gpu(string jobId, int phase) => $"{jobId}:gpu:{phase}";

    /// <summary>The job that a ticket belongs to: what stands before its last two colons, or all of it.</summary>
    public static string JobOf(string ticket)
    {
        var last = ticket.LastIndexOf(':');
        var cut = last <= 0 ? -1 : ticket.LastIndexOf(':', last - 1);
        return cut < 0 ? ticket : ticket[..cut];
    }

    /// <summary>Null when <see cref="JobOf"/> gives the job, else the job's id.</summary>
    internal static string? ExplicitJob(string ticket, string jobId) => JobOf(ticket) == jobId ? null : jobId;
}
