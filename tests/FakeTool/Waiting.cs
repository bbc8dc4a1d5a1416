using System.Runtime.InteropServices;

namespace TransVox.FakeTool;

/// <summary>Waits for time or for a signal, as the plan says.</summary>
internal sealed class Waiting : IDisposable
{
    private readonly ManualResetEventSlim _stopped = new();
    private readonly List<PosixSignalRegistration> _signals;

    public Waiting(bool ignoreSignals)
    {
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            if (!ignoreSignals)
            {
                _stopped.Set();
            }
        }

        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    /// <summary>True when a signal ended the wait.</summary>
    public bool For(TimeSpan time) => _stopped.Wait(time);

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _stopped.Dispose();
    }
}
