using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Execution;

/// <summary>
/// A running orchestrator: the coroutine, what it awaits, and the check of a replay against its history. All members except
/// <see cref="OnForeignContinuation"/> belong to the engine's thread.
/// </summary>
internal sealed class OrchestrationExecution : IDisposable
{
    private readonly ITaskOrchestrator _orchestrator;
    private readonly IDisposable? _scope;
    private readonly IActionSink _sink;
    private readonly ExecutionSyncContext _sync;
    private readonly OrchestrationContext _context;
    private readonly Dictionary<int, PendingOperation> _pending = [];
    private readonly EventInbox _inbox;
    private Queue<HistoryEvent>? _held;
    private HistoryCursor? _replayed;
    private int _nextId;
    private int _steppingThread;
    private Task<object?>? _task;
    private string? _fault;
    private (string? Input, bool KeepEvents, string? Version)? _continueAsNew;

    /// <param name="start">What it starts from.</param>
    /// <param name="orchestrator">The code.</param>
    /// <param name="scope">Ends with the execution: the services that the code was made from.</param>
    /// <param name="services">Of the worker.</param>
    /// <param name="sink">Where its actions go.</param>
    public OrchestrationExecution(ExecutionStart start, ITaskOrchestrator orchestrator, IDisposable? scope, ExecutionServices services, IActionSink sink)
    {
        Start = start;
        Services = services;
        _orchestrator = orchestrator;
        _scope = scope;
        _sink = sink;
        _sync = new ExecutionSyncContext(this);
        _inbox = new EventInbox(services.Converter);
        _context = new OrchestrationContext(this);
    }

    public ExecutionStart Start { get; }

    public ExecutionServices Services { get; }

    public bool IsReplaying => _replayed is not null;

    public bool IsSuspended { get; private set; }

    /// <summary>How it ended, or null while it runs.</summary>
    public ExecutionOutcome? Outcome { get; private set; }

    /// <summary>Whether the calling thread is inside a step of this execution.</summary>
    public bool IsStepping => Volatile.Read(ref _steppingThread) == Environment.CurrentManagedThreadId;

    /// <summary>UTC ticks of the last delivered input; the next one is not earlier.</summary>
    public long Now { get; private set; }

    /// <summary>Ids of the timers that are running, to be disarmed when the execution ends.</summary>
    public IEnumerable<int> PendingTimers => _pending.Where(p => p.Value.Action.Kind == EventKind.TimerCreated).Select(p => p.Key);

    /// <summary>What the execution awaits under an id, if it is the answer to such an action; duplicates and late answers are not.</summary>
    public PendingOperation? Awaited(EventKind action, int id) =>
        _pending.TryGetValue(id, out var pending) && pending.Action.Kind == action && _held?.Any(held => held.Id == id) != true ? pending : null;

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
        _replayed = new HistoryCursor(history);
        while (Outcome is null && _replayed.TakeInput() is { } input)
        {
            Step(input);
            if (Outcome is null && _replayed.NextAction is { } left)
            {
                Fault($"its history says {left.Describe()}, the code did not ask for it");
            }
        }

        if (_fault is null && !_replayed.IsAtEnd)
        {
            Fault("the code ended where its history goes on");
        }

        _replayed = null;
    }

    /// <summary>Delivers one input and runs the orchestrator until it awaits the next.</summary>
    public void Step(HistoryEvent input)
    {
        Now = input.At;
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
        _fault ??= $"Orchestrator '{Start.Name}' is not deterministic: {why}. Orchestrators may await only durable operations, and an " +
            "instance must be replayed by the code that ran it (give a changed orchestrator a new name or version, or let old instances end first).";
        Conclude();
    }

    /// <summary>Called on whatever thread a task that is not durable ended.</summary>
    public void OnForeignContinuation() => _sink.ForeignContinuation(Start.Number);

    public void Dispose() => _scope?.Dispose();

    /// <summary>Numbers an action, records or checks it, and keeps what awaits its answer.</summary>
    public int Call(HistoryEvent action, PendingOperation? pending, string? input = null, IDictionary<string, string>? tags = null)
    {
        action.Id = _nextId++;
        action = Record(action, input, tags);
        if (pending is not null)
        {
            pending.Action = action;
            pending.Since = Now;
            _pending.Add(action.Id, pending);
        }

        return action.Id;
    }

    /// <summary>Ends the wait for a timer.</summary>
    public void CancelTimer(int id, CancellationToken cancellationToken)
    {
        if (_pending.Remove(id, out var pending))
        {
            Record(new HistoryEvent(EventKind.TimerCanceled, Id: id), null, null);
            pending.Cancel(cancellationToken);
        }
    }

    public Task<T> WaitForEventAsync<T>(string name, CancellationToken cancellationToken)
    {
        Enter();
        return _inbox.WaitAsync<T>(name, cancellationToken);
    }

    public void SetCustomStatus(object? status)
    {
        Enter();
        if (!IsReplaying)
        {
            _sink.SetCustomStatus(Services.Converter.Serialize(status));
        }
    }

    public void ContinueAsNew(string? input, bool keepEvents, string? version)
    {
        Enter();
        _continueAsNew = (input, keepEvents, version);
    }

    /// <exception cref="NonDeterminismException">Not called by the orchestrator's own flow.</exception>
    public void Enter()
    {
        if (!IsStepping)
        {
            _sink.ForeignContinuation(Start.Number);
            throw new NonDeterminismException("The orchestration context was used outside its orchestrator's own flow: after ConfigureAwait(false), on another thread, or after the orchestrator ended.");
        }
    }

    // The action as it stands in the history: in a replay that is the recorded one, which knows its span.
    private HistoryEvent Record(HistoryEvent action, string? input, IDictionary<string, string>? tags)
    {
        Enter();
        if (_replayed is null)
        {
            _sink.Act(action, input, tags);
            return action;
        }

        if (_replayed.TakeAction(action) is { } recorded)
        {
            return recorded;
        }

        Fault($"the code asked for {action.Describe()}, its history says {_replayed.NextAction?.Describe() ?? "nothing more at this point"}");
        throw new NonDeterminismException(_fault!);
    }

    private void Deliver(HistoryEvent input)
    {
        switch (input.Kind)
        {
            case EventKind.ExecutionResumed:
                IsSuspended = false;
                while (_held?.TryDequeue(out var held) == true)
                {
                    Deliver(held);
                }

                break;
            case EventKind.ExecutionSuspended:
                IsSuspended = true;
                break;
            case EventKind.ExecutionRewound:
                break;
            case var _ when IsSuspended:
                (_held ??= new()).Enqueue(input);
                break;
            case EventKind.ExecutionStarted:
                StartOrchestrator();
                break;
            case EventKind.EventRaised:
                _inbox.Deliver(input);
                break;
            default:
                Answer(input);
                break;
        }
    }

    private void Answer(HistoryEvent input)
    {
        if (_pending.Remove(input.Id, out var pending))
        {
            pending.Registration.Dispose();
            pending.Answer(input);
        }
        else
        {
            Fault($"its history has {input.Describe()}, which the code did not ask for");
        }
    }

    private void StartOrchestrator()
    {
        if (!IsReplaying)
        {
            EngineLog.OrchestrationStarted(Services.Log, Start.InstanceId, Start.Name);
        }

        try
        {
            _task = RunAsync();
        }
        catch (Exception e)
        {
            // An orchestrator that is not an async method.
            _task = Task.FromException<object?>(e);
        }
    }

    private Task<object?> RunAsync()
    {
        // An input that is not of its type is the instance's failure, not the engine's.
        var input = Start.Input is null ? null : Services.Converter.Deserialize(Start.Input, _orchestrator.InputType);
        _context.SetInput(input);
        return _orchestrator.RunAsync(_context, input);
    }

    private void Conclude()
    {
        if (_fault is not null)
        {
            Outcome = ExecutionOutcome.Failed(typeof(NonDeterminismException).FullName!, _fault);
        }
        else if (Outcome is null && _task is { IsCompleted: true })
        {
            Outcome = _continueAsNew is { } next && _task.IsCompletedSuccessfully
                ? new ExecutionOutcome(EventKind.ExecutionStarted, next.Input, Carried: next.KeepEvents ? _inbox.Kept : null, Version: next.Version)
                : ExecutionOutcome.Of(_task, Services);
            if (!IsReplaying)
            {
                Outcome.Log(_task, Start, Services.Log);
            }
        }
    }
}
