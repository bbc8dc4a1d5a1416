using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Health;

/// <summary>The programs and data of the engines are on this machine.</summary>
public sealed class EngineProbe(IStageRunner runner) : IHealthProbe
{
    public string Name => "engines";

    public Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var missing = runner.FindMissing().GroupBy(part => part.Name, part => part.Stage).ToList();
        return Task.FromResult(missing.Count == 0
            ? HealthFinding.Good
            : new HealthFinding(false, $"Missing: {string.Join("; ", missing.Select(part => $"{part.Key} ({string.Join(", ", part)})"))}. Install it, or choose another engine."));
    }
}
