using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration;

/// <summary>Before anything is served: the containers exist, and what stopped processes left on the disk is gone.</summary>
internal sealed class OrchestrationStartup(BlobAreas areas, LocalWorkspace workspace, ILogger<OrchestrationStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await areas.EnsureAsync(cancellationToken);
        if (workspace.RemoveStale() is var removed and > 0)
            ActivityLog.StaleRemoved(logger, removed);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
