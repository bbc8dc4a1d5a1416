using TransVox.Orchestration.Limits;

namespace TransVox.LocalHost.Maintenance;

/// <summary>Puts an edited configuration file in force before the first job comes in.</summary>
internal sealed class StartupLimits(FileLimits limits) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => limits.SyncAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
