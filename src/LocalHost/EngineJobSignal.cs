using DurableTask.Sqlite;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Services;

namespace TransVox.LocalHost;

/// <summary>The engine is in this process, and tells.</summary>
internal sealed class EngineJobSignal(DurableTaskClient client) : IJobSignal
{
    private readonly SqliteDurableTaskClient _client = (SqliteDurableTaskClient)client;

    public Task ChangedAsync(JobSnapshot seen, CancellationToken cancellationToken) =>
        _client.WaitForInstanceChangeAsync(seen.Request.JobId, seen.UpdatedAt, cancellationToken);
}
