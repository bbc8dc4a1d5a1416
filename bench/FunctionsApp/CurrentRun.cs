using Microsoft.Extensions.Hosting;
using TransVox.Bench.Durable;

namespace TransVox.Bench.FunctionsApp;

/// <summary>The work of the run that is measured now; runs of one process follow each other.</summary>
public sealed class CurrentRun(TimeProvider time, IHostApplicationLifetime lifetime)
{
    private TaskCompletionSource _gate = new();

    public WorkActivity Work { get; private set; } = new(time, lifetime);

    /// <summary>Begins a run; held, its activities wait until <see cref="Open"/>.</summary>
    public void Begin(bool held)
    {
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Work = new WorkActivity(time, lifetime) { Gate = _gate.Task };
        if (!held)
        {
            Open();
        }
    }

    public void Open() => _gate.TrySetResult();
}
