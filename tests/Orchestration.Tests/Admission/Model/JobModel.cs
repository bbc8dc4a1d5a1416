using System.Collections.Immutable;
using System.Text;
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
    public ImmutableSortedSet<string> Buffer { get; init; } = [];

    /// <summary>Tickets whose grant it has seen, as its custom status tells.</summary>
    public ImmutableSortedSet<string> Seen { get; init; } = [];

    public bool Lives => !Terminated && Step != JobStep.Ended;

    public string UserTicket => Tickets.User(Id, 1);

    public string GpuTicket => Tickets.Gpu(Id, Math.Max(1, GpuPhase));

    /// <summary>Everything that makes a difference.</summary>
    public void AppendKey(StringBuilder text)
    {
        text.Append(Id);
        foreach (var part in (ReadOnlySpan<int>)[(int)Step, GpuPhase, (int)End, Operations, LateTimeouts, (int)Pending])
            text.Append('|').Append(part);
        foreach (var part in (ReadOnlySpan<bool>)[CancelAsked, Worked, Terminated, Purged])
            text.Append(part ? '+' : '-');
        text.AppendJoin(',', Buffer).Append('|').AppendJoin(',', Seen).Append(';');
    }
}
