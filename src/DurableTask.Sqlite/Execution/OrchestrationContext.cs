using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Execution;

/// <summary>What an orchestrator sees of its execution.</summary>
internal sealed class OrchestrationContext(OrchestrationExecution execution) : TaskOrchestrationContext
{
    private EntityFeature? _entities;
    private int _guids;
    private object? _input;

    public override TaskName Name => execution.Start.Name;

    public override string InstanceId => execution.Start.InstanceId;

    public override string Version => execution.Start.Version ?? "";

    public override ParentOrchestrationInstance? Parent { get; } =
        execution.Start.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.Instance) : null;

    public override DateTime CurrentUtcDateTime => new(execution.Now, DateTimeKind.Utc);

    public override bool IsReplaying => execution.IsReplaying;

    public override TaskOrchestrationEntityFeature Entities => _entities ??= new EntityFeature(execution, this);

    protected override ILoggerFactory LoggerFactory => execution.Services.Loggers;

    public void SetInput(object? input) => _input = input;

    public override T? GetInput<T>()
        where T : default => (T?)_input;

    public override Guid NewGuid()
    {
        execution.Enter();
        var start = execution.Start;
        var name = Encoding.UTF8.GetBytes($"{start.InstanceId}\n{start.Created}\n{start.Number}\n{_guids++}");
        var hash = SHA256.HashData(name).AsSpan(0, 16);
        // Version 8 of RFC 9562: a custom, here name-based, construction.
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x8000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        RefuseOptionsAsInput(input, options);
        var version = (options?.Version is { } wanted ? wanted.Version : Version) is { Length: > 0 } v ? v : null;
        return TaskRetries.RunAsync(this, execution.Services.Log, name, options?.Retry, () =>
        {
            var payload = IsReplaying ? null : execution.Services.Converter.Serialize(input);
            var trace = IsReplaying ? null : Spans.NewChild(execution.Start.Trace);
            var action = new HistoryEvent(EventKind.ActivityScheduled, Name: name.Name, Payload: payload, Version: version, Trace: trace);
            return CallAsync<TResult>(action, null, options?.Tags);
        });
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        RefuseOptionsAsInput(input, options);
        _entities?.RequireOutside("a sub-orchestration cannot be called");
        var version = (options?.Version is { } wanted ? wanted.Version : execution.Services.DefaultVersion) is { Length: > 0 } v ? v : null;
        var given = (options as SubOrchestrationOptions)?.InstanceId;
        RefuseEntity(given, nameof(options));
        // Attempts share the id: what failed is replaced by the next.
        var id = given ?? NewGuid().ToString("N");
        return TaskRetries.RunAsync(this, execution.Services.Log, orchestratorName, options?.Retry, () =>
        {
            var trace = IsReplaying ? null : Spans.NewChild(execution.Start.Trace);
            var action = new HistoryEvent(EventKind.SubOrchestrationCreated, Name: orchestratorName.Name, Target: id, Version: version, Trace: trace);
            return CallAsync<TResult>(action, IsReplaying ? null : execution.Services.Converter.Serialize(input), options?.Tags);
        });
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var pending = new PendingOperation<object?>(execution.Services.Converter);
        var id = execution.Call(new HistoryEvent(EventKind.TimerCreated, FireAt: UtcTicks(fireAt)), pending);
        pending.Registration = cancellationToken.UnsafeRegister(_ => execution.CancelTimer(id, cancellationToken), null);
        return pending.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return execution.WaitForEventAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        RefuseEntity(instanceId, nameof(instanceId));
        execution.Call(
            new HistoryEvent(EventKind.EventSent, Name: eventName, Target: instanceId),
            null,
            IsReplaying ? null : execution.Services.Converter.Serialize(payload));
    }

    public override void SetCustomStatus(object? customStatus) => execution.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        execution.ContinueAsNew(execution.Services.Converter.Serialize(newInput), preserveUnprocessedEvents, null);

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var version = string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion;
        execution.ContinueAsNew(execution.Services.Converter.Serialize(options.NewInput), options.PreserveUnprocessedEvents, version);
    }

    // A time of no kind is UTC here: the local zone of the machine must not matter.
    private static long UtcTicks(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime().Ticks : time.Ticks;

    private static void RefuseOptionsAsInput(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"A {nameof(TaskOptions)} was given as the input of the task. Pass it as '{nameof(options)}'.", nameof(input));
        }
    }

    private static void RefuseEntity(string? instanceId, string parameter)
    {
        if (instanceId is { Length: > 0 } && instanceId[0] == '@')
        {
            throw new ArgumentException($"'{instanceId}' is the id of an entity, not of an orchestration.", parameter);
        }
    }

    private Task<TResult> CallAsync<TResult>(HistoryEvent action, string? input, IDictionary<string, string>? tags)
    {
        var pending = new PendingOperation<TResult>(execution.Services.Converter);
        execution.Call(action, pending, input, tags);
        return pending.Task;
    }
}
