using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Durable;

/// <summary>The port over Durable Task's own client, member by member.</summary>
public sealed class DurableClient(DurableTaskClientSource source) : IDurableClient
{
    // Every status: an id is used once, whatever became of its instance.
    private static readonly string[] AnyStatus = ["Pending", "Running", "Suspended", "Completed", "Failed", "Terminated"];

    public async Task<bool> ScheduleNewOrchestrationInstanceAsync(string name, object? input, string instanceId, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        // The host of today replaces an ended instance whatever the request says, so look first; a newer one refuses by itself.
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not null)
            return false;
        try
        {
            var options = new StartOrchestrationOptions(instanceId) { DedupeStatuses = AnyStatus };
            await client.ScheduleNewOrchestrationInstanceAsync(name, input, options, cancellationToken);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }

    public async Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        await client.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);
    }

    public async Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        // The host answers an error for an instance that has ended or never was; for the port that is nothing left to do.
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is { IsCompleted: false })
            await client.TerminateInstanceAsync(instanceId, reason, cancellationToken);
    }

    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        // Azure Storage would take the history from under a running instance.
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { IsCompleted: true })
            return false;
        var result = await client.PurgeInstanceAsync(instanceId, cancellationToken);
        return result.PurgedInstanceCount > 0;
    }

    public async Task<InstanceMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        return (await client.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellationToken))?.ToPort();
    }

    public async Task<InstancePage> QueryInstancesAsync(InstanceQuery query, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        var pages = client.GetAllInstancesAsync(query.ToDurableTask()).AsPages(query.ContinuationToken, query.PageSize);
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            // Entities are instances too, for Azure Storage; the port knows them apart.
            var instances = page.Values.Where(instance => !instance.InstanceId.StartsWith('@')).Select(instance => instance.ToPort());
            return new InstancePage([.. instances.OrderByDescending(instance => instance.CreatedAt)], page.ContinuationToken is { Length: > 0 } token ? token : null);
        }

        return new InstancePage([], null);
    }

    public async Task<InstanceMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        return (await client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, cancellationToken)).ToPort();
    }

    public async Task SignalEntityAsync(EntityId id, string operationName, object? input = null, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        await client.Entities.SignalEntityAsync(id.ToInstanceId(), operationName, input, options: null, cancellationToken);
    }

    public async Task<TState?> GetEntityStateAsync<TState>(EntityId id, CancellationToken cancellationToken = default)
    {
        var client = await source.GetAsync(cancellationToken);
        var entity = await client.Entities.GetEntityAsync<TState>(id.ToInstanceId(), includeState: true, cancellationToken);
        return entity is { IncludesState: true } ? entity.State : default;
    }
}
