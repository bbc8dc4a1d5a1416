using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Tests.Runtime;

/// <summary>The port for one execution that is rebuilt from history.</summary>
internal sealed class ReplayContext(TestInstance instance) : OrchestrationContext
{
    private readonly Dictionary<int, Action<HistoryEvent>> _pending = [];
    private readonly List<(string Name, string? Json)> _buffered = [];
    private readonly List<(string Name, Func<string?, bool> Take)> _waiters = [];
    private int _nextTask;
    private int _nextGuid;

    public List<Command> Commands { get; } = [];

    public string? CustomStatus { get; private set; }

    public bool StatusSet { get; private set; }

    public override string InstanceId => instance.Id;

    public DateTimeOffset Now { get; set; }

    public override DateTime CurrentUtcDateTime => Now.UtcDateTime;

    public override bool IsReplaying => Replaying;

    public bool Replaying { get; set; }

    public override OrchestrationEntities Entities => new EntityCalls(this);

    public override Guid NewGuid() =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{instance.Id}/{_nextGuid++}")).AsSpan(0, 16));

    public override ILogger CreateReplaySafeLogger(string categoryName) => NullLogger.Instance;

    public override Task<TResult> CallActivityAsync<TResult>(string name, object? input = null) =>
        Call<TResult>(CommandKind.Activity, name, input, null, f => new ActivityFailedException(name, "Test", f));

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var id = _nextTask++;
        var source = new TaskCompletionSource();
        Commands.Add(new Command(CommandKind.Timer, id, "timer", At: new DateTimeOffset(fireAt, TimeSpan.Zero)));
        _pending[id] = _ => source.TrySetResult();
        cancellationToken.Register(() =>
        {
            if (!_pending.Remove(id))
                return;
            Commands.Add(new Command(CommandKind.CancelTimer, id, "cancel"));
            source.TrySetCanceled(cancellationToken);
        });
        return source.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        var index = _buffered.FindIndex(e => e.Name.Equals(eventName, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            var json = _buffered[index].Json;
            _buffered.RemoveAt(index);
            return Task.FromResult(Read<T>(json));
        }

        var source = new TaskCompletionSource<T>();
        (string Name, Func<string?, bool> Take) waiter = (eventName, json => source.TrySetResult(Read<T>(json)));
        _waiters.Add(waiter);
        cancellationToken.Register(() =>
        {
            if (_waiters.Remove(waiter))
                source.TrySetCanceled(cancellationToken);
        });
        return source.Task;
    }

    public override void SendEvent(string instanceId, string eventName, object? payload) =>
        Commands.Add(new Command(CommandKind.Event, -1, eventName, Write(payload), instanceId));

    public override void SetCustomStatus(object? customStatus)
    {
        CustomStatus = Write(customStatus);
        StatusSet = true;
    }

    public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public void Deliver(HistoryEvent e)
    {
        switch (e.Kind)
        {
            case HistoryKind.TurnStarted:
                Now = e.At;
                break;
            case HistoryKind.EventRaised:
                Raise(e.Name!, e.Json);
                break;
            default:
                if (_pending.Remove(e.TaskId, out var complete))
                    complete(e);
                break;
        }
    }

    private void Raise(string name, string? json)
    {
        var index = _waiters.FindIndex(w => w.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            _buffered.Add((name, json));
            return;
        }

        var waiter = _waiters[index];
        _waiters.RemoveAt(index);
        waiter.Take(json);
    }

    private Task<TResult> Call<TResult>(CommandKind kind, string name, object? input, string? target, Func<string, Exception> failure)
    {
        var id = _nextTask++;
        var source = new TaskCompletionSource<TResult>();
        Commands.Add(new Command(kind, id, name, Write(input), target));
        _pending[id] = e =>
        {
            if (e.Kind == HistoryKind.TaskFailed)
                source.TrySetException(failure(e.Failure!));
            else
                source.TrySetResult(Read<TResult>(e.Json));
        };
        return source.Task;
    }

    private static string? Write(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), DurableJson.Options);

    private static T Read<T>(string? json) => json is null ? default! : JsonSerializer.Deserialize<T>(json, DurableJson.Options)!;

    private sealed class EntityCalls(ReplayContext context) : OrchestrationEntities
    {
        public override Task<TResult> CallEntityAsync<TResult>(EntityId id, string operationName, object? input = null) => context.Call<TResult>(
            CommandKind.EntityCall, operationName, input, id.ToString(), f => new EntityOperationFailedException(id, operationName, f));

        public override Task SignalEntityAsync(EntityId id, string operationName, object? input = null)
        {
            context.Commands.Add(new Command(CommandKind.EntitySignal, -1, operationName, Write(input), id.ToString()));
            return Task.CompletedTask;
        }
    }
}
