using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Health;

namespace TransVox.LocalHost.Health;

/// <summary>The durable engine takes commands: reads alone would go on without it.</summary>
internal sealed class DurableEngineProbe(DurableTaskClient client) : IHealthProbe
{
    public string Name => "durable";

    public async Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            // An event to nobody changes nothing, and is answered by the engine itself.
            await client.RaiseEventAsync("health-probe", "probe", null, cancellationToken);
            return HealthFinding.Good;
        }
        catch (Exception e) when (e is DurableTask.Sqlite.DurableStoreException or InvalidOperationException)
        {
            return new HealthFinding(false, "The durable engine does not run.");
        }
    }
}
