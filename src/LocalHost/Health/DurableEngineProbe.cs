using DurableTask.Sqlite;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Health;

namespace TransVox.LocalHost.Health;

/// <summary>The durable engine takes commands: reads alone would go on without it.</summary>
internal sealed class DurableEngineProbe(DurableTaskClient client, IEnumerable<IHostedService> services) : IHealthProbe
{
    public string Name => "durable";

    public async Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        if (services.OfType<SqliteDurableTaskWorker>().Single().WaitsForDisk)
            return new HealthFinding(false, "The durable store cannot be written: its disk is full or read-only. Everything waits and goes on by itself.");
        try
        {
            // An event to nobody changes nothing, and is answered by the engine itself.
            await client.RaiseEventAsync("health-probe", "probe", null, cancellationToken);
            return HealthFinding.Good;
        }
        catch (Exception e) when (e is DurableStoreException or InvalidOperationException)
        {
            return new HealthFinding(false, "The durable engine does not run.");
        }
    }
}
