using Microsoft.DurableTask.Client;

namespace TransVox.Orchestration.Health;

/// <summary>The durable runtime answers: it looks for an instance that nobody has started.</summary>
public sealed class DurableProbe(IDurableTaskClientProvider clients) : IHealthProbe
{
    public string Name => "durable";

    public async Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        await clients.GetClient().GetInstanceAsync("health-probe", getInputsAndOutputs: false, cancellationToken);
        return HealthFinding.Good;
    }
}
