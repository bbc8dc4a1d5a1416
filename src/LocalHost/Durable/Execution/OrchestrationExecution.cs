using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Execution;

/// <summary>
/// A running orchestrator: the coroutine, what it awaits, and the check of a replay against its history. All members except
/// <see cref="OnForeignContinuation"/> belong to the engine's thread.
/// </summary>
internal sealed class OrchestrationExecution : OrchestrationContext
{
    private readonly ExecutionStart _start;
    private readonly IOrchestrator _orchestrator;
    private readonly IActionSink _sink;
    private readonly ILoggerFactory _loggers;
    private readonly ExecutionSyncContext _sync;
    private readonly ExecutionEntities _entities;
    private readonly Dictionary<int, PendingOperation> _pending = [];
    private readonly EventInbox _inbox = new();
    private IReadOnlyList<HistoryEvent>? _replayed;
    private int _cursor;
    private int _nextId;
    private int _guids;
    private int _steppingThread;
    private long _now;
    private Task<object?>? _task;
    private string? _fault;
    private (string? Input, bool KeepEvents)? _continueAsNew;

    public OrchestrationExecution(ExecutionStart start, IOrchestrator orchestrator, IActionSink sink, ILoggerFactory loggers)
    {
        _start = start;
        _orchestrator = orchestrator;
        _sink = sink;
        _loggers = loggers;
        _sync = new ExecutionSyncContext(this);
        _entities = new ExecutionEntities(this);
    }

    public override string InstanceId => _start.InstanceId;

    public override DateTime CurrentUtcDateTime => new(_now, DateTimeKind.Utc);

    public override bool IsReplaying => _replayed is not null;

    public override OrchestrationEntities Entities => _entities;

    /// <summary>How it ended, or null while it runs.</summary>
    public ExecutionOutcome? Outcome { get; private set; }

    /// <summary>Whether the calling thread is inside a step of this execution.</summary>
    public bool IsStepping => Volatile.Read(ref _steppingThread) == Environment.CurrentManagedThreadId;

    /// <summary>Number of the execution within its instance.</summary>
    public int Number => _start.Number;

    /// <summary>UTC ticks of the last delivered input; the next one is not earlier.</summary>
    public long Now => _now;

    /// <summary>Ids of the timers that are running, to be disarmed when the execution ends.</summary>
    public IEnumerable<int> PendingTimers => _pending.Where(p => p.Value.Kind == EventKind.TimerCreated).Select(p => p.Key);

    /// <summary>Whether the execution awaits the answer to an action; duplicates and late answers are not.</summary>
    public bool Awaits(EventKind action, int id) => _pending.TryGetValue(id, out var pending) && pending.Kind == action;

    /// <summary>Rebuilds the coroutine from its history, which must end where the code does: inside its last wait.</summary>
    public void Replay(IReadOnlyList<HistoryEvent> history)
    {
        ReplayToEnd(history);
        if (Outcome is not null && _fault is null)
        {
            Fault("the code ended where its history goes on");
        }
    }

    /// <summary>Rebuilds the coroutine from a history after which the code may have ended.</summary>
    public void ReplayToEnd(IReadOnlyList<HistoryEvent> history)
    {
        _replayed = history;
        _cursor = 0;
        while (_cursor < history.Count && Outcome is null)
        {
            Step(history[_cursor++]);
            if (Outcome is null && _cursor < history.Count && history[_cursor].IsAction)
            {
                Fault($"its history says {history[_cursor].Describe()}, the code did not ask for it");
            }
        }

        if (_fault is null && _cursor < history.Count)
        {
            Fault("the code ended where its history goes on");
        }

        _replayed = null;
    }

    /// <summary>Delivers one input and runs the orchestrator until it awaits the next.</summary>
    public void Step(HistoryEvent input)
    {
        _now = input.At;
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_sync);
        Volatile.Write(ref _steppingThread, Environment.CurrentManagedThreadId);
        try
        {
            Deliver(input);
            _sync.Drain();
        }
        catch (Exception e)
        {
            // What an orchestrator throws is in its task; this escaped it (async void, a callback of a token), and the engine must not fall with it.
            Fault($"an exception left its flow ({e.GetType().Name}: {e.Message})");
        }
        finally
        {
            Volatile.Write(ref _steppingThread, 0);
            SynchronizationContext.SetSynchronizationContext(previous);
        }

        Conclude();
    }

    /// <summary>Fails the instance: replay could not repeat what the orchestrator does.</summary>
    public void Fault(string why)
    {
        _fault ??= $"Orchestrator '{_orchestrator.Name}' is not deterministic: {why}. Orchestrators may await only durable operations, and an " +
            "instance must be replayed by the code that ran it (give a changed orchestrator a new name, or let old instances end first).";
        Conclude();
    }

    /// <summary>Called on whatever thread a task that is not durable ended.</summary>
    public void OnForeignContinuation() => _sink.ForeignContinuation(_start.Number);

    public override Guid NewGuid()
    {
        Enter();
        var name = Encoding.UTF8.GetBytes($"{_start.InstanceId}\n{_start.Created}\n{_start.Number}\n{_guids++}");
        var hash = SHA256.HashData(name).AsSpan(0, 16);
        // Version 8 of RFC 9562: a custom, here name-based, construction.
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x8000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) => new ReplaySafeLogger(_loggers.CreateLogger(categoryName), this);

    public override Task<TResult> CallActivityAsync<TResult>(string name, object? input = null)
    {
        var pending = new PendingOperation<TResult> { Kind = EventKind.ActivityScheduled, Name = name };
        Call(new HistoryEvent(EventKind.ActivityScheduled, Name: name, Payload: IsReplaying ? null : DurableText.Of(input)), pending, null);
        return pending.Task;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var pending = new PendingOperation<object?> { Kind = EventKind.TimerCreated };
        var id = Call(new HistoryEvent(EventKind.TimerCreated, FireAt: UtcTicks(fireAt)), pending, null);
        pending.Registration = cancellationToken.UnsafeRegister(
            _ =>
            {
                if (_pending.Remove(id))
                {
                    Record(new HistoryEvent(EventKind.TimerCanceled, Id: id), null);
                    pending.Cancel(cancellationToken);
                }
            },
            null);
        return pending.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        Enter();
        return _inbox.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object? payload) =>
        Call(new HistoryEvent(EventKind.EventSent, Name: eventName, Target: instanceId), null, DurableText.Of(payload));

    public override void SetCustomStatus(object? customStatus)
    {
        Enter();
        if (!IsReplaying)
        {
            _sink.SetCustomStatus(DurableText.Of(customStatus));
        }
    }

    public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true)
    {
        Enter();
        _continueAsNew = (DurableText.Of(newInput), preserveUnprocessedEvents);
    }

    /// <summary>Numbers an action, records or checks it, and keeps what awaits its answer.</summary>
    public int Call(HistoryEvent action, PendingOperation? pending, string? input)
    {
        var id = _nextId++;
        Record(action with { Id = id }, input);
        if (pending is not null)
        {
            _pending.Add(id, pending);
        }

        return id;
    }

    // A time of no kind is UTC here: the local zone of the machine must not matter.
    private static long UtcTicks(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime().Ticks : time.Ticks;

    private void Record(HistoryEvent action, string? input)
    {
        Enter();
        if (_replayed is null)
        {
            _sink.Act(action, input);
        }
        else if (_cursor < _replayed.Count && _replayed[_cursor].IsAction && _replayed[_cursor].IsSameAction(action))
        {
            _cursor++;
        }
        else
        {
            var recorded = _cursor < _replayed.Count && _replayed[_cursor].IsAction ? _replayed[_cursor].Describe() : "nothing more at this point";
            Fault($"the code asked for {action.Describe()}, its history says {recorded}");
            throw new NonDeterminismException(_fault!);
        }
    }

    private void Enter()
    {
        if (!IsStepping)
        {
            _sink.ForeignContinuation(_start.Number);
            throw new NonDeterminismException("The orchestration context was used outside its orchestrator's own flow: after ConfigureAwait(false), on another thread, or after the orchestrator ended.");
        }
    }

    private void Deliver(HistoryEvent input)
    {
        switch (input.Kind)
        {
            case EventKind.ExecutionStarted:
                StartOrchestrator();
                break;
            case EventKind.EventRaised:
                _inbox.Deliver(input);
                break;
            default:
                if (_pending.Remove(input.Id, out var pending))
                {
                    pending.Registration.Dispose();
                    pending.Answer(input);
                }
                else
                {
                    Fault($"its history has {input.Describe()}, which the code did not ask for");
                }

                break;
        }
    }

    private void StartOrchestrator()
    {
        try
        {
            _task = _orchestrator.RunAsync(this, DurableText.ToParameter(_start.Input, _orchestrator.InputType));
        }
        catch (Exception e)
        {
            // An orchestrator that is not an async method, or an input that is not of its type: the instance's failure, not the engine's.
            _task = Task.FromException<object?>(e);
        }
    }

    private void Conclude()
    {
        if (_fault is not null)
        {
            Outcome = new ExecutionOutcome(EventKind.ExecutionFailed, Failure: _fault, ErrorType: nameof(NonDeterminismException));
        }
        else if (Outcome is null && _task is { IsCompleted: true })
        {
            Outcome = _continueAsNew is { } next && _task.IsCompletedSuccessfully
                ? new ExecutionOutcome(EventKind.ExecutionStarted, next.Input, Carried: next.KeepEvents ? _inbox.Kept : null)
                : ExecutionOutcome.Of(_task);
        }
    }
}
