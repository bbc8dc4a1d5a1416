using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>A job while it is simulated.</summary>
internal sealed class SimulatedJob(LedgerPlace place, IReadOnlyList<(bool Gpu, IReadOnlyList<Stage> Stages, StageEstimate Time)> phases)
{
    public LedgerPlace Place { get; } = place;

    public IReadOnlyList<(bool Gpu, IReadOnlyList<Stage> Stages, StageEstimate Time)> Phases { get; } = phases;

    /// <summary>Index of the phase that runs or is waited for.</summary>
    public int Phase { get; set; }

    /// <summary>It has not had a lease yet.</summary>
    public bool Waits { get; set; } = true;

    /// <summary>Unix milliseconds of the first lease, if it was simulated.</summary>
    public double? StartMs { get; set; }

    public double? EndMs { get; set; }

    public string UserTicket { get; } = Tickets.User(place.JobId, 1);

    public string? GpuTicket { get; set; }

    /// <summary>What is expected of its GPU phases from this one on.</summary>
    public StageEstimate TimeOnGpu(int phase) => Phases.Skip(phase).Where(p => p.Gpu).Aggregate(StageEstimate.Zero, (sum, p) => sum.Plus(p.Time));
}
