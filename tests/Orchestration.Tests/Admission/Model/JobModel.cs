using System.Collections.Immutable;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>
/// A job's side of the protocol as a state machine: the waits and calls of the real orchestration, without its stages. Every
/// handling of a message is one commit: the new state and the messages it sends are one thing.
/// </summary>
public sealed record JobModel(string Id, string User, int Priority, int Cost, int Phases)
{
    // The user's, and one of each phase.
    private readonly ImmutableArray<string> _tickets = [Tickets.User(Id, 1), .. Enumerable.Range(1, Phases).Select(phase => Tickets.Gpu(Id, phase))];

    public JobStep Step { get; init; } = JobStep.AcquiringUser;

    public int GpuPhase { get; init; }

    /// <summary>It was submitted before the pool was divided.</summary>
    public bool IsEarly { get; init; }

    /// <summary>It needs no slot of its user.</summary>
    public bool HasUser { get; init; }

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
    public ImmutableArray<string> Buffer { get; init; } = [];

    /// <summary>Tickets whose grant it has seen, as its custom status tells.</summary>
    public ImmutableArray<string> Seen { get; init; } = [];

    public bool Lives => !Terminated && Step != JobStep.Ended;

    public string UserTicket => _tickets[0];

    public string GpuTicket => _tickets[Math.Max(1, GpuPhase)];

    /// <summary>Everything that makes a difference.</summary>
    public UInt128 Key => new(
        ((ulong)SetOf(Buffer) << 32) | SetOf(Seen),
        ((ulong)Operations << 32) | ((ulong)LateTimeouts << 24) | ((ulong)GpuPhase << 16) | ((ulong)Step << 12) | ((ulong)End << 8) | ((ulong)Pending << 4)
            | Flag(CancelAsked, 0) | Flag(Worked, 1) | Flag(Terminated, 2) | Flag(Purged, 3));

    private uint SetOf(ImmutableArray<string> tickets)
    {
        var set = 0u;
        foreach (var ticket in tickets)
            set |= 1u << _tickets.IndexOf(ticket);
        return set;
    }

    private static ulong Flag(bool value, int bit) => value ? 1ul << bit : 0;
}
