using System.Text.Json;
using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Admission;

/// <summary>A pool while it is simulated: a copy of its state, made active, and the uncertainty that has piled up.</summary>
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
        Settings = inForce with { Mode = PoolMode.Active, Capacity = Math.Max(1, inForce.Capacity), Version = long.MaxValue };
        State.Configure(Settings);
    }

    public string Name { get; }

    public GpuSlotsState State { get; }

    public PoolSettings Settings { get; }

    /// <summary>Whether times are known well enough to be told.</summary>
    public bool Tells { get; }

    /// <summary>Jobs in the order of their first leases.</summary>
    public List<SimulatedJob> Started { get; } = [];

    /// <summary>Variance, in square seconds, of the moment at which the next lease ends.</summary>
    public double Variance { get; set; }

    /// <summary>Relative error of the learned means, averaged over what was simulated so far.</summary>
    public RunningMoments Error { get; set; } = RunningMoments.None;
}
