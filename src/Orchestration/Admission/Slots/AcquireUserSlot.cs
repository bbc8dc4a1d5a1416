namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Asks for one of a user's slots. <paramref name="Ticket"/> names the request and, once granted, the lease: job id, level and
/// phase (<c>{jobId}:user:1</c>), so repeating it changes nothing.
/// </summary>
public sealed record AcquireUserSlot(string Ticket, string JobId, int Priority, DateTimeOffset EnqueuedAt, UserSettings Settings, bool Returning = false);
