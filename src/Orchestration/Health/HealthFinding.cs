namespace TransVox.Orchestration.Health;

/// <summary>What a probe found.</summary>
/// <param name="Healthy">Whether the service can work with it.</param>
/// <param name="Message">Shown to anybody, so without addresses, paths and secrets.</param>
public sealed record HealthFinding(bool Healthy, string? Message = null)
{
    public static HealthFinding Good { get; } = new(true);
}
