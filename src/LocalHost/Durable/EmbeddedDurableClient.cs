using TransVox.LocalHost.Durable.Engine;
using TransVox.LocalHost.Durable.Execution;
using TransVox.LocalHost.Durable.Store;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable;

/// <summary>The client of the embedded runtime. Changes go through the engine and are durable when they return; reads come from the store.</summary>
internal sealed class EmbeddedDurableClient(Lazy<EmbeddedDurableRuntime> lazy) : IDurableClient
{
    public EmbeddedDurableClient(EmbeddedDurableRuntime runtime) : this(new Lazy<EmbeddedDurableRuntime>(runtime))
    {
    }

    private EmbeddedDurableRuntime Runtime => lazy.Value;

    private EngineOperations Operations => Runtime.Engine.Operations;

    public Task<bool> ScheduleNewOrchestrationInstanceAsync(string name, object? input, string instanceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Runtime.Setup.Orchestrators.ContainsKey(name)
            ? CallAsync(Operations.Start(instanceId, name, DurableText.Of(input)), cancellationToken)
            : throw new ArgumentException($"No orchestrator named '{name}' is registered.", nameof(name));
    }

    public Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return CallAsync(Operations.Raise(instanceId, eventName, DurableText.Of(payload)), cancellationToken);
    }

    public Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Terminate(instanceId, reason), cancellationToken);

    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Purge(instanceId), cancellationToken);

    public Task<InstanceMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellationToken = default) =>
        ReadAsync(reader => InstanceReader.Get(reader.Connection, instanceId, getInputsAndOutputs), cancellationToken);

    public Task<InstancePage> QueryInstancesAsync(InstanceQuery query, CancellationToken cancellationToken = default) =>
        ReadAsync(reader => InstanceReader.Query(reader.Connection, query), cancellationToken);

    public async Task<InstanceMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        var call = Operations.WhenEnded(instanceId);
        var ended = CallAsync(call, cancellationToken);
        using (cancellationToken.UnsafeRegister(_ => Runtime.Engine.Post(Operations.StopWaiting(instanceId, call)), null))
        {
            await ended;
        }

        // Read after the end was committed; null when it was unknown, or purged in between.
        return await GetInstanceAsync(instanceId, true, cancellationToken)
            ?? throw new KeyNotFoundException($"There is no orchestration instance '{instanceId}'.");
    }

    public Task SignalEntityAsync(EntityId id, string operationName, object? input = null, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Signal(id, operationName, DurableText.Of(input)), cancellationToken);

    public Task<TState?> GetEntityStateAsync<TState>(EntityId id, CancellationToken cancellationToken = default) =>
        ReadAsync(reader => ReadEntity<TState>(reader, id), cancellationToken);

    private TState? ReadEntity<TState>(StoreReader reader, EntityId id)
    {
        if (reader.Entity(id) is not { } stored)
        {
            return default;
        }

        return Runtime.Setup.Entities.TryGetValue(id.Name, out var type) && type.StateType == typeof(TState)
            ? (TState?)EntityEntry.Rebuild(type, id.Key, stored.Snapshot, stored.Ops)
            : throw new ArgumentException($"Entity {id} does not have a state of type {typeof(TState).Name}.", nameof(id));
    }

    private async Task<T> CallAsync<T>(ClientCall<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Runtime.Engine.Post(call);
        return await call.Task.WaitAsync(cancellationToken);
    }

    private Task<T> ReadAsync<T>(Func<StoreReader, T> read, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<T>(cancellationToken)
            : Task.FromResult(Runtime.Reads.Read(read));
}
