using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Durable;

/// <summary>
/// Runs the orchestrator, activity or entity that is registered under a name: the functions of this app name them one by one,
/// so that the portal shows each, and hold no code of their own.
/// </summary>
public sealed class DurableFunctions(
    IEnumerable<IOrchestrator> orchestrators,
    IEnumerable<IActivity> activities,
    IEnumerable<IDurableEntity> entities,
    DurableTaskClientSource clients,
    TimeProvider time)
{
    private readonly Dictionary<string, IOrchestrator> _orchestrators = orchestrators.ToDictionary(o => o.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, IActivity> _activities = activities.ToDictionary(a => a.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, EntityAdapter> _entities = entities.ToDictionary(e => e.Name, e => new EntityAdapter(e, time), StringComparer.Ordinal);

    /// <summary>Runs or replays one execution.</summary>
    public Task<object?> OrchestrateAsync(string name, TaskOrchestrationContext context)
    {
        var orchestrator = _orchestrators[name];
        return orchestrator.RunAsync(new DurableOrchestrationContext(context), Read(context.GetInput<object>(), orchestrator.InputType));
    }

    /// <summary>Runs an activity; <paramref name="cancellationToken"/> ends when the host stops.</summary>
    public Task<object?> RunActivityAsync(string name, JsonElement? input, string instanceId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Offer(client);
        var activity = _activities[name];
        return activity.RunAsync(new ActivityContext(instanceId), Read(input, activity.InputType), cancellationToken);
    }

    /// <summary>Applies a batch of operations to an entity.</summary>
    public Task DispatchAsync(string name, TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(_entities[name]);

    private static object? Read(object? input, Type type) => input switch
    {
        null => null,
        JsonElement json => json.Deserialize(type, DurableJson.Options),
        _ => input,
    };
}
