using System.Text.Json;
using DurableTask.Core.Exceptions;
using DurableTask.Sqlite.Engine;
using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoredEvent = DurableTask.Sqlite.Execution.HistoryEvent;

namespace DurableTask.Sqlite;

/// <summary>The client of the worker of the same name. Changes go through the engine and are durable when they return; reads come from the store.</summary>
public sealed class SqliteDurableTaskClient : DurableTaskClient
{
    private readonly DurableTaskClientOptions _options;
    private readonly EngineAccess _access;
    private readonly TimeProvider _time;

    /// <summary>Made by the client's builder; see <see cref="SqliteBuilderExtensions"/>.</summary>
    public SqliteDurableTaskClient(string name, IServiceProvider services)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(services);
        _options = services.GetRequiredService<IOptionsMonitor<DurableTaskClientOptions>>().Get(name);
        _access = new EngineAccess(name, services.GetRequiredService<SqliteTaskHub>());
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Entities = new SqliteDurableEntityClient(name, _access, _options.DataConverter);
    }

    public override DurableEntityClient Entities { get; }

    private EngineOperations Operations => _access.Operations;

    /// <exception cref="OrchestrationAlreadyExistsException">
    /// An instance of this id has one of the options' <see cref="StartOrchestrationOptions.DedupeStatuses"/>; without those: it has not ended.
    /// </exception>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var id = options?.InstanceId ?? InstanceIds.New();
        RefuseEntity(id);
        var version = options?.Version is { } wanted ? wanted.Version : _options.DefaultVersion;
        if (version is not { Length: > 0 })
        {
            version = null;
        }

        using var span = Spans.Create(orchestratorName.Name, version, id);
        var request = new StartRequest(
            id,
            orchestratorName.Name,
            version,
            _options.DataConverter.Serialize(input),
            options?.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags) : null,
            Trace: span?.Id,
            StartAt: options?.StartAt?.UtcTicks ?? 0);
        return await _access.CallAsync(Operations.Start(request, Keeps(options?.DedupeStatuses)), cancellation) is { } status
            ? throw new OrchestrationAlreadyExistsException($"An orchestration with the id '{id}' already exists. It is in the state {status}.")
            : id;
    }

    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        RefuseEntity(instanceId);
        using var span = Spans.Raise(eventName, instanceId);
        var raised = new StoredEvent(EventKind.EventRaised, Name: eventName, Payload: _options.DataConverter.Serialize(eventPayload));
        await _access.CallAsync(Operations.Deliver(instanceId, raised), cancellation);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(Operations.WhenStarted(instanceId), instanceId, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(Operations.WhenEnded(instanceId), instanceId, getInputsAndOutputs, cancellation);

    /// <summary>
    /// Waits until an instance changes, so that whoever shows it need not read it again and again; no other client has this. A change since it was
    /// read is one, so none is missed between reading and waiting; an instance that is purged or was never there is waited for no longer.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="lastUpdated">Its <see cref="OrchestrationMetadata.LastUpdatedAt"/> as it was read.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task WaitForInstanceChangeAsync(string instanceId, DateTimeOffset lastUpdated, CancellationToken cancellation = default)
    {
        RefuseEntity(instanceId);
        return HappenedAsync(Operations.WhenChanged(instanceId, lastUpdated.UtcTicks), instanceId, cancellation);
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        RefuseEntity(instanceId);
        return _access.CallAsync(
            Operations.Terminate(instanceId, _options.DataConverter.Serialize(options?.Output), options?.Recursive == true), cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        RefuseEntity(instanceId);
        return _access.CallAsync(Operations.Deliver(instanceId, new StoredEvent(EventKind.ExecutionSuspended, Message: reason)), cancellation);
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        RefuseEntity(instanceId);
        return _access.CallAsync(Operations.Deliver(instanceId, new StoredEvent(EventKind.ExecutionResumed, Message: reason)), cancellation);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        RefuseEntity(instanceId);
        return _access.ReadAsync(reader => InstanceReader.Get(reader.Connection, instanceId, ConverterFor(getInputsAndOutputs)), cancellation);
    }

    /// <summary>Instances, newest first. All belong to the one task hub of the store: names of others select nothing.</summary>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        Pageable.Create((token, size, cancellation) => _access.ReadAsync(
            reader => InstanceReader.Query(
                reader.Connection,
                filter ?? new OrchestrationQuery(),
                token ?? filter?.ContinuationToken,
                size ?? filter?.PageSize ?? OrchestrationQuery.DefaultPageSize,
                ConverterFor(filter?.FetchInputsAndOutputs == true)),
            cancellation));

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        RefuseEntity(instanceId);
        return new PurgeResult(await _access.CallAsync(Operations.Purge([instanceId], options?.Recursive == true), cancellation), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses ?? Ended, PageSize: 200);
        var until = filter.Timeout is { } timeout ? _time.GetUtcNow() + timeout : DateTimeOffset.MaxValue;
        var purged = 0;
        await foreach (var page in GetAllInstancesAsync(query).AsPages().WithCancellation(cancellation))
        {
            purged += await _access.CallAsync(
                Operations.Purge([.. page.Values.Select(instance => instance.InstanceId)], options?.Recursive == true), cancellation);
            if (_time.GetUtcNow() >= until)
            {
                return new PurgeResult(purged, isComplete: page.ContinuationToken is null);
            }
        }

        return new PurgeResult(purged, isComplete: true);
    }

    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It runs, and was to be restarted under its own id.</exception>
    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        var start = await _access.ReadAsync(reader => reader.Instance(instanceId), cancellation) ?? throw NotFound(instanceId);
        if (!restartWithNewInstanceId && start.Status < InstanceStatus.Completed)
        {
            throw new InvalidOperationException($"Orchestration '{instanceId}' has not ended: terminate it first, or restart it under a new id.");
        }

        var id = restartWithNewInstanceId ? InstanceIds.New() : instanceId;
        using var span = Spans.Create(start.Name, start.Version, id);
        var request = new StartRequest(id, start.Name, start.Version, start.Input, start.Tags, Trace: span?.Id);
        return await _access.CallAsync(Operations.Start(request, status => status < InstanceStatus.Completed), cancellation) is null
            ? id
            : throw new InvalidOperationException($"Orchestration '{instanceId}' has been started again meanwhile.");
    }

    /// <summary>
    /// Runs a failed orchestration again from the task that failed last, with sub-orchestrations that failed. What it did after that
    /// failure is taken back as far as its history goes.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not failed, or no task of it has.</exception>
    public override async Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        RefuseEntity(instanceId);
        if (await _access.CallAsync(Operations.Rewind(instanceId, reason), cancellation) is not true)
        {
            throw await GetInstanceAsync(instanceId, cancellation) is null
                ? NotFound(instanceId)
                : new InvalidOperationException($"Orchestration '{instanceId}' cannot be rewound: it has not failed, or none of its tasks has.");
        }
    }

    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public override Task<IList<Core.History.HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) =>
        _access.ReadAsync(
            reader => reader.Instance(instanceId) is { } row ? CoreHistory.From(row, reader.History(row.Key).Events) : throw NotFound(instanceId),
            cancellation);

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        _access.ReadAsync(
            reader => InstanceReader.Ended(reader.Connection, runtimeStatus, completedTimeFrom, completedTimeTo, pageSize, lastInstanceKey), cancellation);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    private static Predicate<InstanceStatus> Keeps(IReadOnlyList<string>? dedupeStatuses)
    {
        if (dedupeStatuses is null)
        {
            return status => status < InstanceStatus.Completed;
        }

        var kept = dedupeStatuses.Select(name => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
            ? InstanceReader.ToStored(status)
            : throw new ArgumentException($"'{name}' is not the status of an orchestration.", nameof(dedupeStatuses))).ToHashSet();
        return kept.Contains;
    }

    private static ArgumentException NotFound(string instanceId) => new($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId));

    private static void RefuseEntity(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (instanceId[0] == '@')
        {
            throw new ArgumentException($"'{instanceId}' is the id of an entity, not of an orchestration.", nameof(instanceId));
        }
    }

    private DataConverter? ConverterFor(bool data) => data ? _options.DataConverter : null;

    private async Task<OrchestrationMetadata> WaitAsync(ClientCall<bool> call, string instanceId, bool data, CancellationToken cancellation)
    {
        await HappenedAsync(call, instanceId, cancellation);
        // Read after it was committed; null when it was unknown, or purged in between.
        return await GetInstanceAsync(instanceId, data, cancellation) ?? throw new InvalidOperationException($"There is no orchestration instance '{instanceId}'.");
    }

    private async Task HappenedAsync(ClientCall<bool> call, string instanceId, CancellationToken cancellation)
    {
        var happened = _access.CallAsync(call, cancellation);
        using (cancellation.UnsafeRegister(_ => _access.Post(Operations.StopWaiting(instanceId, call)), null))
        {
            await happened;
        }
    }
}
