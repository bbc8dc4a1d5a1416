using TransVox.Orchestration.Durable;
using TransVox.Orchestration.Health;

namespace TransVox.LocalHost.Durable;

/// <summary>The embedded runtime runs, and its engine takes commands: reads alone would go on without it.</summary>
internal sealed class EmbeddedRuntimeProbe(EmbeddedDurableRuntime runtime, IDurableClient client) : IHealthProbe
{
    public string Name => "durable";

    public async Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        if (!runtime.IsRunning)
            return new HealthFinding(false, "The durable runtime does not run.");
        // An event to nobody changes nothing, and is answered by the engine itself.
        await client.RaiseEventAsync("health-probe", "probe", null, cancellationToken);
        return HealthFinding.Good;
    }
}
