using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// The engine: one thread that runs orchestrators and entities in memory. Whatever a command causes, along all the messages
/// that follow from it, happens at once and speculatively; it becomes durable, and visible outside, with the batch it is in.
/// </summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    // While the committer is idle, a batch is handed over after this many commands rather than after all that wait: the
    // disk then works while the rest is computed.
    private const int EarlyCutWeight = 256;

    private readonly EngineInbox _inbox = new();
    private readonly EngineSetup _setup;
    private readonly DurableStore _store;
    private readonly EngineParts _parts;
    private readonly StoreReader _reader;
    private readonly InstanceTable _instances;
    private readonly InstanceInbox _received;
    private readonly EntityTable _entities;
    private readonly ActivityDispatcher _dispatcher;
    private readonly Committer _committer;
    private readonly LaterMessages _later;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;
    private bool _stopping;

    public DurableEngine(EngineSetup setup, DurableStore store)
    {
        _setup = setup;
        _store = store;
        var log = setup.Execution.Loggers.CreateLogger("DurableTask.Sqlite");
        _parts = new EngineParts
        {
            Options = setup.Options,
            Services = setup.Execution,
            Time = setup.Time,
            Log = log,
            Timers = new TimerQueue(setup.Time, () => Post(FireTimers)),
            Post = Post,
        };
        _later = new LaterMessages(_parts);
        store.ReserveLog(setup.Options.LogReserveBytes, log);
        _reader = new StoreReader(store.Connect());
        _instances = new InstanceTable(_parts, _reader);
        var tasks = new RegisteredTasks(setup.Tasks);
        var actions = new InstanceActions(_parts);
        var runner = new InstanceRunner(_parts, _instances, new OrchestratorFactory(tasks, setup.Services, setup.Worker, setup.Execution), actions);
        _received = new InstanceInbox(_parts, _instances, runner, actions);
        _entities = new EntityTable(_parts, _reader, name => Entities(setup, name), holder =>
            _instances.TryFindActive(runner, holder.Instance, out var entry) && entry.ExecutionNumber == holder.Execution);
        _dispatcher = new ActivityDispatcher(tasks, setup, OnActivityEnded, Halt);
        _committer = new Committer(store, _parts, _dispatcher, setup.CrashPoints, batch => Post(() => _instances.Trim(batch)), Halt);
        Operations = new EngineOperations(_parts, _instances, runner, _received, new Rewinder(_parts, _instances, runner, _received));
        _thread = new Thread(Run) { Name = "durable-engine", IsBackground = true };
    }

    public EngineCounters Counters => _parts.Counters;

    /// <summary>Whether everything waits for the disk, which is full or read-only.</summary>
    public bool WaitsForDisk => _committer.WaitsForDisk;

    /// <summary>Ends with null after a stop, with the reason after a failure.</summary>
    public Task<Exception?> Ended => _ended.Task;

    /// <summary>Takes up where the store ends; done when clients may call.</summary>
    public Task StartAsync()
    {
        _thread.Start();
        return _started.Task;
    }

    /// <summary>Passes a command to the engine's thread.</summary>
    public void Post(EngineCommand command) => _inbox.Post(command);

    /// <summary>What client calls do on the engine's thread.</summary>
    public EngineOperations Operations { get; }

    /// <summary>State of an entity, from what is stored of it; on any thread.</summary>
    public string? StateOf(EntityInstanceId id, StoredEntity stored)
    {
        var entry = new EntityEntry(id, Entities(_setup, id.Name), stored.Key);
        entry.Load(stored);
        return entry.State.ToText();
    }

    /// <summary>Ends without flushing anything, as a crash would; idempotent, from any thread.</summary>
    public void Halt(Exception reason)
    {
        if (Interlocked.CompareExchange(ref _fault, reason, null) is null)
        {
            _committer.Close();
            _dispatcher.Cancel();
            _inbox.Close(Refusal(reason));
        }
    }

    /// <summary>Cancels activities, commits what is there, and ends.</summary>
    public async Task StopAsync()
    {
        if (!await _dispatcher.StopAsync(_parts.Options.StopGrace))
        {
            EngineLog.ActivitiesLeft(_parts.Log, _parts.Options.StopGrace);
        }

        _committer.StopWaitingForDisk();
        Post(() => _stopping = true);
        await _ended.Task;
    }

    public ValueTask DisposeAsync() => _ended.Task.IsCompleted ? ValueTask.CompletedTask : new ValueTask(StopAsync());

    private static DurableStoreException Refusal(Exception? reason) => reason is null
        ? new DurableStoreException("The durable runtime has stopped.")
        : new DurableStoreException($"The durable runtime has failed and ended ({reason.Message}); restart the host.", reason);

    private void Post(Action action) => _inbox.Post(new EngineAction(action));

    private static EntityRunner Entities(EngineSetup setup, string name) => new(
        name, setup.Options.ReplayableEntities.Contains(name), (IDurableTaskFactory2)setup.Tasks, setup.Services, setup.Execution.Converter);

    private void OnActivityEnded(ActivityWork work, HistoryEvent answer) => Post(() =>
        _parts.Messages.Send(new InstanceInput(work.InstanceId, work.Execution, EventKind.ActivityScheduled, answer)));

    private void FireTimers() => _later.FireTimers();

    private void Run()
    {
        try
        {
            Recover();
            _started.SetResult();
            Loop();
            Finish();
        }
        catch (Exception e)
        {
            // A failure of the engine itself, or of the store: nothing after it may be trusted, so it ends as a crash would.
            Halt(e);
        }
        finally
        {
            Close();
        }
    }

    private void Recover()
    {
        var (instances, timers, activities) = _instances.Recover();
        _entities.Recover();
        _parts.Messages.Recover(_reader.Messages());
        activities.ForEach(_dispatcher.Start);
        EngineLog.Started(_parts.Log, _parts.Options.StorePath, instances, activities.Count, timers);
    }

    private void Loop()
    {
        List<EngineCommand> commands = [];
        while (Volatile.Read(ref _fault) is null)
        {
            commands.Clear();
            commands = _inbox.Take(commands, wait: _parts.Messages.Count == 0);
            for (var n = 0; n < commands.Count; n++)
            {
                RunOrAbandon(commands[n]);
                Receive();
                CutIfUseful(_parts.Batch.Weight >= EarlyCutWeight);
            }

            Receive();
            CutIfUseful(true);
            if (_stopping)
            {
                return;
            }
        }
    }

    // Once the engine has failed, the commands of the list in hand are answered like those still in the inbox.
    private void RunOrAbandon(EngineCommand command)
    {
        if (Volatile.Read(ref _fault) is { } fault)
        {
            command.Abandon(Refusal(fault));
            return;
        }

        try
        {
            command.Run();
        }
        catch (Exception e)
        {
            command.Abandon(Refusal(e));
            throw;
        }
    }

    /// <summary>Follows the messages to their end, or until the batch has grown enough to be handed over in between.</summary>
    private void Receive()
    {
        while (_parts.Batch.Weight < _parts.Options.LargestBatch && _parts.Messages.TryReceive(out var envelope))
        {
            _parts.Batch.Weight++;
            if (_later.Park(envelope))
            {
                continue;
            }

            if (envelope.Message is EntityMessage)
            {
                _entities.Receive(envelope);
            }
            else
            {
                _received.Receive(envelope);
            }
        }
    }

    private void CutIfUseful(bool wanted)
    {
        if (_parts.Batch.Weight >= _parts.Options.LargestBatch)
        {
            _committer.WaitUntilIdle();
        }
        else if (!wanted || !_committer.IsIdle)
        {
            return;
        }

        if (_parts.Batch.HasWork && Volatile.Read(ref _fault) is null)
        {
            Cut();
        }
    }

    private void Cut()
    {
        var batch = _parts.Batch;
        _instances.Cut();
        _entities.Cut(batch);
        _parts.Messages.Cut(batch);
        _parts.Counters.MessagesStored(batch.Writes.SentMessages.Count);
        _entities.Trim(batch.Number - 1);
        _parts.Batch = new Batch(batch.Number + 1);
        if (_parts.Messages.Count == 0 && _inbox.IsEmpty)
        {
            // Nothing to compute meanwhile: waking the committer's thread would only add to the time until the effects.
            _committer.CommitHere(batch);
        }
        else
        {
            _committer.Submit(batch);
        }
    }

    private void Finish()
    {
        if (Volatile.Read(ref _fault) is not null)
        {
            return;
        }

        // Chains that are not at their end yet are stored with this last batch.
        _committer.WaitUntilIdle();
        _entities.SnapshotAll(_parts.Batch);
        if (_parts.Batch.HasWork)
        {
            Cut();
            _committer.WaitUntilIdle();
        }
    }

    private void Close()
    {
        var fault = Volatile.Read(ref _fault);
        var refusal = Refusal(fault);
        _inbox.Close(refusal);
        _parts.Batch.Abandon(refusal);
        _parts.StartWaiters.Abandon(refusal);
        _parts.EndWaiters.Abandon(refusal);
        _parts.ChangeWaiters.Abandon(refusal);
        _parts.Timers.Dispose();
        _reader.Dispose();
        _committer.End(clean: fault is null);
        _committer.Dispose();
        _store.Dispose();
        _started.TrySetException(refusal);
        _ended.TrySetResult(fault);
    }
}
