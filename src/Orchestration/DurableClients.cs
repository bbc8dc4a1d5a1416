using System.Runtime.CompilerServices;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration;

/// <summary>What a backend of Durable Task leaves to its caller, done once; see <c>docs/durable-task.md</c>.</summary>
public static class DurableClients
{
    // Every status: an id is used once, whatever became of its instance.
    private static readonly string[] AnyStatus = Enum.GetNames<OrchestrationRuntimeStatus>();

    /// <summary>
    /// Starts an instance under an id that was not used before; false, and nothing changed, when it was. Callers use fresh ids: on
    /// Azure Storage the look and the start are not one step.
    /// </summary>
    public static async Task<bool> StartOnceAsync(
        this DurableTaskClient client, TaskName orchestrator, object? input, string instanceId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        // Some hosts replace an ended instance whatever the request says, so look first; the others refuse by themselves.
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not null)
            return false;
        try
        {
            var options = new StartOrchestrationOptions(instanceId) { DedupeStatuses = AnyStatus };
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellationToken);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }

    /// <summary>Deletes an instance that has ended, with its history; false when there is none. A running one is left alone.</summary>
    public static async Task<bool> PurgeEndedAsync(this DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        // Azure Storage would take the history from under a running instance.
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { IsCompleted: true })
            return false;
        var result = await client.PurgeInstanceAsync(instanceId, cancellationToken);
        return result.PurgedInstanceCount > 0;
    }

    /// <summary>One page of orchestrations, newest first, and the token of the next page or null.</summary>
    public static async Task<Page<OrchestrationMetadata>> ReadPageAsync(
        this DurableTaskClient client, OrchestrationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(query);
        var pages = client.GetAllInstancesAsync(query).AsPages(query.ContinuationToken, query.PageSize);
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            // Entities are instances too, for Azure Storage, and a page has no order there.
            var instances = page.Values.Where(instance => !instance.InstanceId.StartsWith('@')).OrderByDescending(instance => instance.CreatedAt);
            return new Page<OrchestrationMetadata>([.. instances], page.ContinuationToken is { Length: > 0 } token ? token : null);
        }

        return new Page<OrchestrationMetadata>([]);
    }

    /// <summary>All orchestrations that a query finds, page by page.</summary>
    public static async IAsyncEnumerable<OrchestrationMetadata> ReadAllAsync(
        this DurableTaskClient client, OrchestrationQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        do
        {
            var page = await client.ReadPageAsync(query, cancellationToken);
            foreach (var instance in page.Values)
                yield return instance;
            query = query with { ContinuationToken = page.ContinuationToken };
        }
        while (query.ContinuationToken is not null);
    }

    /// <summary>Deletes instances with their histories; ends those that run.</summary>
    /// <returns>Whether none is left; those that were ended now are deleted by the next call.</returns>
    public static async Task<bool> EndAllAsync(this DurableTaskClient client, string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var gone = true;
        await foreach (var instance in client.ReadAllAsync(new OrchestrationQuery(InstanceIdPrefix: prefix, PageSize: 500), cancellationToken))
        {
            if (instance.IsCompleted)
            {
                await client.PurgeEndedAsync(instance.InstanceId, cancellationToken);
                continue;
            }

            await client.TerminateInstanceAsync(instance.InstanceId, null, cancellationToken);
            gone = false;
        }

        return gone;
    }

    /// <summary>State of an entity as last persisted, or null when it has none.</summary>
    public static async Task<TState?> ReadStateAsync<TState>(this DurableEntityClient entities, EntityInstanceId id, CancellationToken cancellationToken)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(entities);
        var entity = await entities.GetEntityAsync<TState>(id, includeState: true, cancellationToken);
        return entity is { IncludesState: true } ? entity.State : null;
    }
}
