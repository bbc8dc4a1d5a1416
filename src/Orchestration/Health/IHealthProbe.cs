namespace TransVox.Orchestration.Health;

/// <summary>
/// One thing that the service needs to be ready: storage, the durable runtime, disk space, engines. Registered in the container; all of
/// them answer <c>GET /health/ready</c>.
/// </summary>
public interface IHealthProbe
{
    /// <summary>Short and stable, such as <c>storage</c>.</summary>
    string Name { get; }

    /// <summary>Looks now. Cheap: called at most every few seconds, and given a few seconds.</summary>
    Task<HealthFinding> CheckAsync(CancellationToken cancellationToken);
}
