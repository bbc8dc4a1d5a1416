namespace TransVox.Contract;

/// <summary>Whether the service is ready, and why not.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Checks">One for each probe.</param>
public sealed record HealthReport(string Status, IReadOnlyList<HealthCheck> Checks);
