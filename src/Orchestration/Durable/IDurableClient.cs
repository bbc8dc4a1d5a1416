namespace TransVox.Orchestration.Durable;

/// <summary>The client's side of a durable runtime; see <c>DurableTaskClient</c>. Completion of a call means it is durable.</summary>
public interface IDurableClient
{
    /// <summary>
    /// Starts an instance under <paramref name="instanceId"/>. Starting an id that exists, in whatever state, changes nothing and
    /// returns false; callers use fresh ids, since on Azure Storage this check and the start are not atomic.
    /// </summary>
    Task<bool> ScheduleNewOrchestrationInstanceAsync(string name, object? input, string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Raises an external event; silently dropped when the instance is unknown or ended.</summary>
    Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default);

    /// <summary>Ends an instance at once. Its activities run on; entities are not told (the reaper does that).</summary>
    Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an ended instance and its history. Returns whether there was one.</summary>
    Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>The instance, or null.</summary>
    Task<InstanceMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellationToken = default);

    /// <summary>A page of instances.</summary>
    Task<InstancePage> QueryInstancesAsync(InstanceQuery query, CancellationToken cancellationToken = default);

    /// <summary>Waits until the instance has ended and returns it.</summary>
    Task<InstanceMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Sends an operation to an entity without waiting; at least once, possibly out of order.</summary>
    Task SignalEntityAsync(EntityId id, string operationName, object? input = null, CancellationToken cancellationToken = default);

    /// <summary>State of an entity as last persisted, or the default of <typeparamref name="TState"/> when it does not exist.</summary>
    Task<TState?> GetEntityStateAsync<TState>(EntityId id, CancellationToken cancellationToken = default);
}
