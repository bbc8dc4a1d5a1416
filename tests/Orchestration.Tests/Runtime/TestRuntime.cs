using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Tests.Runtime;

/// <summary>
/// A durable runtime in memory for tests. Every orchestrator is rebuilt from its whole history at every event, and what it asks for
/// must be what it asked for before. Nothing happens by itself: <see cref="Ready"/> lists what could happen next, and a test (or a
/// seeded random) chooses.
/// </summary>
public sealed partial class TestRuntime : IDurableClient
{
    private readonly Dictionary<string, IOrchestrator> _orchestrators;
    private readonly Dictionary<string, IDurableEntity> _entityTypes;
    private readonly Dictionary<string, string> _entities = [];
    private readonly Dictionary<string, TestInstance> _instances = [];
    private readonly List<TestStep> _ready = [];
    private readonly List<(string Instance, int TaskId, DateTimeOffset At)> _timers = [];
    private readonly Lock _lock = new();

    public TestRuntime(IEnumerable<IOrchestrator> orchestrators, IEnumerable<IDurableEntity> entities, FakeTimeProvider time)
    {
        _orchestrators = orchestrators.ToDictionary(o => o.Name);
        _entityTypes = entities.ToDictionary(e => e.Name);
        Time = time;
    }

    public FakeTimeProvider Time { get; }

    /// <summary>Runs an activity: (instance, name, input JSON) → result.</summary>
    public Func<string, string, string?, Task<object?>> Activity { get; set; } = (_, name, _) => throw new InvalidOperationException($"No activity {name}.");

    /// <summary>Operations that entities were called with, in order.</summary>
    public List<(string Caller, string Entity, string Operation, string? Input)> EntityCalls { get; } = [];

    public IReadOnlyDictionary<string, TestInstance> Instances => _instances;

    /// <summary>What could happen next.</summary>
    public IReadOnlyList<TestStep> Ready
    {
        get
        {
            lock (_lock)
                return [.. _ready];
        }
    }

    /// <summary>Lets everything that is ready happen, in order, until nothing is. Timers wait for <see cref="AdvanceAsync"/>.</summary>
    public async Task SettleAsync()
    {
        for (var steps = 0; ; steps++)
        {
            TestStep? next;
            lock (_lock)
                next = _ready.FirstOrDefault();
            if (next is null)
                return;
            if (steps > 100_000)
                throw new InvalidOperationException("The runtime does not come to rest.");
            await StepAsync(next);
        }
    }

    /// <summary>Lets one thing happen. With <paramref name="lose"/> an activity runs, but the worker dies before its result is stored.</summary>
    public async Task StepAsync(TestStep step, bool lose = false)
    {
        lock (_lock)
        {
            if (!_ready.Remove(step))
                throw new InvalidOperationException("That step is not ready.");
        }

        switch (step.Kind)
        {
            case StepKind.Turn:
                RunTurn(_instances[step.Instance]);
                break;
            case StepKind.Activity:
                await RunActivityAsync(step, lose);
                break;
            case StepKind.Entity:
                RunEntity(step);
                break;
        }
    }

    /// <summary>Moves the clock and fires the timers that are due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var end = Time.GetUtcNow() + by;
        while (true)
        {
            await SettleAsync();
            var due = _timers.Where(t => t.At <= end).OrderBy(t => t.At).FirstOrDefault();
            if (due == default)
                break;
            if (due.At > Time.GetUtcNow())
                Time.SetUtcNow(due.At);
            Fire(due);
        }

        Time.SetUtcNow(end);
        await SettleAsync();
    }

    /// <summary>Timers that are due or not, for tests that choose the order themselves.</summary>
    public IReadOnlyList<(string Instance, int TaskId, DateTimeOffset At)> Timers => [.. _timers];

    public void Fire((string Instance, int TaskId, DateTimeOffset At) timer)
    {
        _timers.Remove(timer);
        if (timer.At > Time.GetUtcNow())
            Time.SetUtcNow(timer.At);
        Send(timer.Instance, new HistoryEvent(HistoryKind.TimerFired, timer.TaskId));
    }

    /// <summary>Stops an instance from outside.</summary>
    public void Terminate(string instanceId)
    {
        var instance = _instances[instanceId];
        if (instance.IsTerminal)
            return;
        instance.Status = InstanceStatus.Terminated;
        instance.UpdatedAt = Time.GetUtcNow();
        Forget(instanceId);
    }

    public T? EntityState<T>(EntityId id) =>
        _entities.TryGetValue(id.ToString(), out var json) ? JsonSerializer.Deserialize<T>(json, DurableJson.Options) : default;

    private void RunTurn(TestInstance instance)
    {
        if (instance.IsTerminal)
            return;
        instance.Status = InstanceStatus.Running;
        var known = instance.History.Count;
        instance.History.Add(new HistoryEvent(HistoryKind.TurnStarted, At: Time.GetUtcNow()));
        while (instance.Inbox.TryDequeue(out var message))
            instance.History.Add(message);
        var (context, task) = Replay(instance, known);
        Commit(instance, context);
        instance.UpdatedAt = Time.GetUtcNow();
        if (!task.IsCompleted)
            return;
        instance.Status = task.IsCompletedSuccessfully ? InstanceStatus.Completed : InstanceStatus.Failed;
        instance.Output = task.IsCompletedSuccessfully ? Json(task.Result) : null;
        instance.Failure = task.Exception?.InnerException?.Message;
        _timers.RemoveAll(t => t.Instance == instance.Id);
    }

    private (ReplayContext Context, Task<object?> Task) Replay(TestInstance instance, int known)
    {
        var orchestrator = _orchestrators[instance.Name];
        var turn = new TurnContext();
        var old = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(turn);
        try
        {
            var context = new ReplayContext(instance) { Now = instance.History[0].At };
            var input = instance.Input is null ? null : JsonSerializer.Deserialize(instance.Input, orchestrator.InputType, DurableJson.Options);
            var task = orchestrator.RunAsync(context, input);
            turn.Drain();
            for (var i = 0; i < instance.History.Count; i++)
            {
                context.Replaying = i < known;
                context.Deliver(instance.History[i]);
                turn.Drain();
            }

            return (context, task);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(old);
        }
    }

    private void Commit(TestInstance instance, ReplayContext context)
    {
        for (var i = 0; i < instance.Commands.Count; i++)
        {
            if (i >= context.Commands.Count || context.Commands[i] != instance.Commands[i])
                throw new InvalidOperationException($"Replay of {instance.Id} differs at {i}: {instance.Commands[i]} became {(i < context.Commands.Count ? context.Commands[i] : null)}.");
        }

        foreach (var command in context.Commands.Skip(instance.Commands.Count))
        {
            instance.Commands.Add(command);
            Execute(instance, command);
        }

        if (context.StatusSet)
            instance.CustomStatus = context.CustomStatus;
    }

    private void Execute(TestInstance instance, Command command)
    {
        switch (command.Kind)
        {
            case CommandKind.Activity:
                Add(new TestStep(StepKind.Activity, instance.Id, command.TaskId, command.Name, command.Json));
                break;
            case CommandKind.EntityCall or CommandKind.EntitySignal:
                Add(new TestStep(StepKind.Entity, instance.Id, command.TaskId, command.Name, command.Json, command.Target));
                break;
            case CommandKind.Timer:
                _timers.Add((instance.Id, command.TaskId, command.At));
                break;
            case CommandKind.CancelTimer:
                _timers.RemoveAll(t => t.Instance == instance.Id && t.TaskId == command.TaskId);
                break;
            case CommandKind.Event:
                Send(command.Target!, new HistoryEvent(HistoryKind.EventRaised, Name: command.Name, Json: command.Json));
                break;
        }
    }

    private static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), DurableJson.Options);
}
