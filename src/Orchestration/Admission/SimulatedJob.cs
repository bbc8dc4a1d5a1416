namespace TransVox.Orchestration.Admission;

/// <summary>A job while it is simulated.</summary>
internal sealed class SimulatedJob(LedgerPlace place, IReadOnlyList<(bool Gpu, StageEstimate Time)> phases)
{
    public LedgerPlace Place { get; } = place;

    public IReadOnlyList<(bool Gpu, StageEstimate Time)> Phases { get; } = phases;

    /// <summary>Index of the phase that runs or is waited for.</summary>
    public int Phase { get; set; }

    /// <summary>It has not had a lease yet.</summary>
    public bool Waits { get; set; } = true;

    /// <summary>Unix milliseconds of the first lease, if it was simulated.</summary>
    public double? StartMs { get; set; }

    /// <summary>Square seconds.</summary>
    public double StartVariance { get; set; }

    /// <summary>Seconds by which the start is off if the learned means are.</summary>
    public double StartError { get; set; }

    public double? EndMs { get; set; }

    public string UserTicket { get; } = Tickets.User(place.JobId, 1);

    public string? GpuTicket { get; set; }
}
