using System.Text.Json;
using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Tests.Runtime;

/// <summary>Activities, entities and the client's side.</summary>
public sealed partial class TestRuntime
{
    /// <summary>Whether a client's events arrive twice, as they may.</summary>
    public bool DuplicateClientEvents { get; set; }

    /// <summary>A step that starts an activity ends with it; else the activity runs on beside the other steps.</summary>
    public bool AwaitActivities { get; set; }

    public Task<bool> ScheduleNewOrchestrationInstanceAsync(string name, object? input, string instanceId, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_instances.ContainsKey(instanceId))
                return Task.FromResult(false);
            _instances[instanceId] = new TestInstance(instanceId, name, Json(input), Time.GetUtcNow());
        }

        Add(new TestStep(StepKind.Turn, instanceId));
        return Task.FromResult(true);
    }

    public Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default)
    {
        var message = new HistoryEvent(HistoryKind.EventRaised, Name: eventName, Json: Json(payload));
        Send(instanceId, message);
        if (DuplicateClientEvents)
            Send(instanceId, message);
        return Task.CompletedTask;
    }

    public Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default)
    {
        Terminate(instanceId);
        return Task.CompletedTask;
    }

    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return Task.FromResult(_instances.TryGetValue(instanceId, out var i) && i.IsTerminal && _instances.Remove(instanceId));
    }

    public Task<InstanceMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return Task.FromResult(_instances.GetValueOrDefault(instanceId)?.ToMetadata());
    }

    public Task<InstancePage> QueryInstancesAsync(InstanceQuery query, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var all = _instances.Values
                .Where(i => query.InstanceIdPrefix is null || i.Id.StartsWith(query.InstanceIdPrefix, StringComparison.Ordinal))
                .Where(i => query.Statuses is null || query.Statuses.Contains(i.Status))
                .OrderBy(i => i.Id, StringComparer.Ordinal)
                .Where(i => query.ContinuationToken is null || string.CompareOrdinal(i.Id, query.ContinuationToken) > 0)
                .ToList();
            var page = all.Take(query.PageSize).Select(i => i.ToMetadata()).ToList();
            return Task.FromResult(new InstancePage(page, all.Count > query.PageSize ? page[^1].InstanceId : null));
        }
    }

    public async Task<InstanceMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await SettleAsync();
        var instance = _instances[instanceId];
        return instance.IsTerminal ? instance.ToMetadata() : throw new InvalidOperationException($"{instanceId} has not ended.");
    }

    public Task SignalEntityAsync(EntityId id, string operationName, object? input = null, CancellationToken cancellationToken = default)
    {
        Add(new TestStep(StepKind.Entity, "client", -1, operationName, Json(input), id.ToString()));
        return Task.CompletedTask;
    }

    public Task<TState?> GetEntityStateAsync<TState>(EntityId id, CancellationToken cancellationToken = default) => Task.FromResult(EntityState<TState>(id));

    private async Task RunActivityAsync(TestStep step, bool lose)
    {
        HistoryEvent result;
        try
        {
            var task = Activity(step.Instance, step.Name!, step.Json);
            if (!task.IsCompleted && !AwaitActivities)
            {
                // It runs on while other things happen; its end is a message like any other.
                _ = FinishLaterAsync(task, step);
                return;
            }

            result = new HistoryEvent(HistoryKind.TaskCompleted, step.TaskId, Json: Json(await task));
        }
        catch (Exception e)
        {
            result = new HistoryEvent(HistoryKind.TaskFailed, step.TaskId, Failure: e.Message);
        }

        if (lose)
            Add(step);
        else
            Send(step.Instance, result);
    }

    private async Task FinishLaterAsync(Task<object?> task, TestStep step)
    {
        try
        {
            Send(step.Instance, new HistoryEvent(HistoryKind.TaskCompleted, step.TaskId, Json: Json(await task)));
        }
        catch (Exception e)
        {
            Send(step.Instance, new HistoryEvent(HistoryKind.TaskFailed, step.TaskId, Failure: e.Message));
        }
    }

    private void RunEntity(TestStep step)
    {
        EntityCalls.Add((step.Instance, step.Target!, step.Name!, step.Json));
        var parts = step.Target!.Split('@', 3);
        var type = _entityTypes[parts[1]];
        var state = _entities.TryGetValue(step.Target, out var json)
            ? JsonSerializer.Deserialize(json, type.StateType, DurableJson.Options)!
            : type.CreateState(parts[2]);
        HistoryEvent answer;
        try
        {
            var inputType = type.InputTypeOf(step.Name!);
            var input = step.Json is null || inputType is null ? null : JsonSerializer.Deserialize(step.Json, inputType, DurableJson.Options);
            var outcome = type.Apply(state, step.Name!, input, Time.GetUtcNow());
            if (outcome.State is null)
                _entities.Remove(step.Target);
            else
                _entities[step.Target] = Json(outcome.State)!;
            answer = new HistoryEvent(HistoryKind.TaskCompleted, step.TaskId, Json: Json(outcome.Result));
        }
        catch (Exception e)
        {
            answer = new HistoryEvent(HistoryKind.TaskFailed, step.TaskId, Failure: e.Message);
        }

        if (step.TaskId >= 0)
            Send(step.Instance, answer);
    }

    private void Send(string instanceId, HistoryEvent message)
    {
        lock (_lock)
        {
            if (!_instances.TryGetValue(instanceId, out var instance) || instance.IsTerminal)
                return;
            instance.Inbox.Enqueue(message);
            if (!_ready.Any(s => s.Kind == StepKind.Turn && s.Instance == instanceId))
                _ready.Add(new TestStep(StepKind.Turn, instanceId));
        }
    }

    private void Add(TestStep step)
    {
        lock (_lock)
            _ready.Add(step);
    }

    /// <summary>A terminated instance's activities and calls that were sent go on; its timers and turns do not.</summary>
    private void Forget(string instanceId)
    {
        lock (_lock)
        {
            _ready.RemoveAll(s => s.Kind == StepKind.Turn && s.Instance == instanceId);
            _timers.RemoveAll(t => t.Instance == instanceId);
        }
    }
}
