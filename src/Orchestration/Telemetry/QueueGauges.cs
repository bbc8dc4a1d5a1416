using System.Diagnostics.Metrics;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Services;
using TransVox.Pipeline;
using TransVox.Pipeline.Devices;

namespace TransVox.Orchestration.Telemetry;

/// <summary>Queue, slots and GPUs as they stood when a host's timer last had them looked at.</summary>
public sealed class QueueGauges
{
    private readonly QueueForecaster _queue;
    private readonly GpuReader? _gpus;
    private readonly List<Instrument> _instruments = [];
    private volatile IReadOnlyList<PoolReading> _pools = [];
    private volatile IReadOnlyList<GpuReading> _devices = [];

    public QueueGauges(IMeterFactory meters, QueueForecaster queue, GpuReader? gpus = null)
    {
        ArgumentNullException.ThrowIfNull(meters);
        (_queue, _gpus) = (queue, gpus);
        var meter = meters.Create(Tracing.Name);
        Gauge("transvox.queue.depth", "{job}", "Jobs that wait for their first lease.", pool => pool.Waiting);
        Gauge("transvox.queue.oldest_wait", "s", "How long the job has waited that has waited longest for its first lease.", pool => pool.LongestWait.TotalSeconds);
        Gauge("transvox.slots.in_use", "{slot}", "Slots that are leased.", pool => pool.InUse);
        Gauge("transvox.slots.capacity", "{slot}", "Slots that there are.", pool => pool.Capacity);
        Gauge("transvox.slots.idle_eligible", "{slot}", "Free slots that a waiting job could have; anything but 0 that lasts is a fault.", pool => pool.IdleEligible);
        Device("transvox.gpu.utilization", "1", "Share of time in which the GPU computed.", gpu => gpu.Utilization);
        Device("transvox.gpu.memory.usage", "By", "Memory of the GPU that is in use.", gpu => gpu.MemoryUsed);
        Device("transvox.gpu.memory.limit", "By", "Memory of the GPU.", gpu => gpu.MemoryTotal);

        void Gauge(string name, string unit, string description, Func<PoolReading, double> value) => _instruments.Add(meter.CreateObservableGauge(
            name, () => _pools.Select(pool => new Measurement<double>(value(pool), new KeyValuePair<string, object?>("transvox.pool", pool.Name))), unit, description));
        void Device(string name, string unit, string description, Func<GpuReading, double> value) => _instruments.Add(meter.CreateObservableGauge(
            name, () => _devices.Select(gpu => new Measurement<double>(value(gpu), new("hw.id", gpu.Id), new("hw.name", gpu.Name))), unit, description));
    }

    /// <summary>Looks once, if anybody collects the gauges.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!_instruments.Exists(instrument => instrument.Enabled))
            return;
        var queue = await _queue.GetAsync(cancellationToken);
        _pools = [.. queue.Pools.Select(pool => Read(pool.Key, pool.Value, queue))];
        if (_gpus is not null)
            _devices = await _gpus.ReadAsync(cancellationToken);
    }

    private static PoolReading Read(string name, GpuSlotsState state, QueueSnapshot queue)
    {
        var settings = queue.Simulation.PoolSettings(name);
        var inUse = state.Leases.Sum(lease => lease.Cost);
        // Larger jobs wait for room and are no fault: those count that the free slots would hold.
        var free = settings.Capacity - inUse;
        var eligible = settings.Mode == PoolMode.Active ? state.Waiting.Where(ticket => ticket.Cost <= free).Sum(ticket => ticket.Cost) : 0;
        return new PoolReading(name, queue.WaitingIn(name), queue.LongestWaitIn(name), inUse, settings.Capacity, Math.Max(0, Math.Min(free, eligible)));
    }

    private sealed record PoolReading(string Name, int Waiting, TimeSpan LongestWait, int InUse, int Capacity, int IdleEligible);
}
