using System.Text.Json;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>A pool while it is simulated: a copy of its state, made active.</summary>
internal sealed class SimulatedPool
{
    public SimulatedPool(string name, GpuSlotsState? state, PoolSettings settings, bool learned)
    {
        Name = name;
        // A copy through the stored form: what is simulated is what a host would load.
        State = state is null ? new GpuSlotsState() : JsonSerializer.Deserialize<GpuSlotsState>(JsonSerializer.Serialize(state, DurableJson.Options), DurableJson.Options)!;
        var inForce = State.Settings is { } own && own.Version > settings.Version ? own : settings;
        Tells = learned && inForce is { Mode: PoolMode.Active, Capacity: > 0 };
        // Also a paused pool has an order.
        Settings = inForce with { Mode = PoolMode.Active, Capacity = Math.Max(1, inForce.Capacity), Version = long.MaxValue, Shards = null };
        State.Configure(Settings);
    }

    public string Name { get; }

    public GpuSlotsState State { get; }

    public PoolSettings Settings { get; }

    /// <summary>Whether times are known well enough to be told.</summary>
    public bool Tells { get; }

    /// <summary>Jobs in the order of their first leases.</summary>
    public List<SimulatedJob> Started { get; } = [];

    /// <summary>Leases at the beginning: what is expected of them in all, seconds since they were granted, and whose they are.</summary>
    public List<(StageEstimate Time, double Since, SimulatedJob Job)> Running { get; } = [];

    /// <summary>How many jobs of the usual size run at once.</summary>
    public int Slots
    {
        get
        {
            var costs = Started.Concat(Running.Select(r => r.Job)).Select(job => Math.Max(1, job.Place.Cost)).DefaultIfEmpty(1);
            return Math.Max(1, (int)(Settings.Capacity / costs.Average()));
        }
    }
}
