using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Devices;

/// <summary>Hands out the GPU devices of this machine: one stage per device, whatever the runtime starts.</summary>
public sealed class DeviceGate(int devices)
{
    private readonly Lock _lock = new();
    private readonly bool[] _taken = new bool[devices];

    /// <summary>Takes a device until the result is disposed.</summary>
    /// <param name="wanted">Index that the stage was given, or null for any.</param>
    /// <exception cref="StageException"><see cref="ErrorCodes.GpuBusy"/>: try again later, it was not an attempt.</exception>
    public Lease Take(int? wanted)
    {
        lock (_lock)
        {
            if (wanted is { } index && (index < 0 || index >= _taken.Length))
            {
                throw new StageException(
                    ErrorCodes.Internal, $"There is no GPU device {index}; engines.devices is {_taken.Length}. Correct the pool's devices.");
            }

            var free = wanted ?? Array.IndexOf(_taken, false);
            if (free < 0 || _taken[free])
            {
                throw new StageException(
                    ErrorCodes.GpuBusy, "The GPU is busy with another job; this one goes on when it is free.", Retryability.Busy);
            }

            _taken[free] = true;
            return new Lease(this, free);
        }
    }

    private void Return(int device)
    {
        lock (_lock)
        {
            _taken[device] = false;
        }
    }

    /// <summary>A device in use.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly DeviceGate _gate;
        private bool _returned;

        internal Lease(DeviceGate gate, int device)
        {
            _gate = gate;
            Device = device;
        }

        /// <summary>Index of the device.</summary>
        public int Device { get; }

        /// <summary>Gives it back; a second time does nothing.</summary>
        public void Dispose()
        {
            if (!_returned)
            {
                _returned = true;
                _gate.Return(Device);
            }
        }
    }
}
