using System.Collections.Immutable;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>What a run begins with, and how much the adversary may do.</summary>
public sealed record Scenario
{
    public required ImmutableArray<JobModel> Jobs { get; init; }

    public required UserSettings User { get; init; }

    public required PoolSettings Pool { get; init; }

    /// <summary>Jobs ask the pool at once: a search of what happens between shards need not go through what happens at the users' slots too.</summary>
    public bool WithoutUsers { get; init; }

    public int Cancels { get; init; }

    public int Timeouts { get; init; }

    public int Terminations { get; init; }

    /// <summary>Whether a terminated job may also be purged, so that it is missing instead of ended.</summary>
    public bool Purges { get; init; }

    /// <summary>Copies of operations that arrive once more, as late as can be.</summary>
    public int Duplicates { get; init; }

    /// <summary>Crashes of a reaper or operator between an entity's commit and telling the grants.</summary>
    public int Crashes { get; init; }

    /// <summary>Changes of settings from outside, in this order of versions but arriving in any.</summary>
    public ImmutableArray<object> Changes { get; init; } = [];

    /// <summary>Seconds by which the clock may jump; the sum of all moves is not bounded.</summary>
    public ImmutableArray<int> ClockMoves { get; init; } = [];
}
