using System.Collections.Immutable;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>
/// A job's side of the protocol as a state machine: the waits and calls of the real orchestration, without its stages. Every
/// handling of a message is one commit: the new state and the messages it sends are one thing.
/// </summary>
public sealed record JobModel(string Id, string User, int Priority, int Cost, int Phases)
{
    public JobStep Step { get; init; } = JobStep.AcquiringUser;

    public int GpuPhase { get; init; }

    public bool CancelAsked { get; init; }

    public bool Worked { get; init; }

    public JobEnd End { get; init; }

    /// <summary>Stopped from outside: it handles nothing any more.</summary>
    public bool Terminated { get; init; }

    public bool Purged { get; init; }

    public int Operations { get; init; }

    /// <summary>Timeouts that found the lease granted already: each cost one operation more.</summary>
    public int LateTimeouts { get; init; }

    /// <summary>What it will end as, once it has given everything back.</summary>
    public JobEnd Pending { get; init; }

    /// <summary>Grants that arrived before they were awaited.</summary>
    public ImmutableSortedSet<string> Buffer { get; init; } = [];

    /// <summary>Tickets whose grant it has seen, as its custom status tells.</summary>
    public ImmutableSortedSet<string> Seen { get; init; } = [];

    public bool Lives => !Terminated && Step != JobStep.Ended;

    public string UserTicket => Tickets.User(Id, 1);

    public string GpuTicket => Tickets.Gpu(Id, Math.Max(1, GpuPhase));

    public string Key => string.Join(
        '|', Id, Step, GpuPhase, CancelAsked, Worked, End, Terminated, Purged, Operations, LateTimeouts, Pending, string.Join(',', Buffer), string.Join(',', Seen));
}
