using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>What a simulation starts from. Nothing of it is changed.</summary>
public sealed record QueueSimulation
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>State of every pool's entity.</summary>
    public required IReadOnlyDictionary<string, GpuSlotsState> Pools { get; init; }

    /// <summary>Places of all jobs; see <see cref="LedgerState.Places"/>.</summary>
    public required IReadOnlyList<LedgerPlace> Places { get; init; }

    /// <summary>Settings in force of a pool.</summary>
    public required Func<string, PoolSettings> PoolSettings { get; init; }

    /// <summary>Settings in force of a user.</summary>
    public required Func<string, UserSettings> UserSettings { get; init; }

    public required StageTimeModel Times { get; init; }

    /// <summary>Phases of jobs whose place says nothing else.</summary>
    public IReadOnlyList<JobPhase> Phases { get; init; } = JobPhase.Usual;

    /// <summary>
    /// Stage of started jobs that hold no GPU lease now; null for one that waits for review and so holds nothing. A job that is
    /// left out counts as being in its last phase.
    /// </summary>
    public IReadOnlyDictionary<string, Stage?> OffGpu { get; init; } = new Dictionary<string, Stage?>();
}
