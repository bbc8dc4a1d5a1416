using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Health;

/// <summary>The durable runtime answers: it looks for an instance that nobody has started.</summary>
public sealed class DurableProbe(IDurableClient client) : IHealthProbe
{
    public string Name => "durable";

    public async Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        await client.GetInstanceAsync("health-probe", getInputsAndOutputs: false, cancellationToken);
        return HealthFinding.Good;
    }
}
