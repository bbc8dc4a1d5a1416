using DurableTask.Sqlite.Execution;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// Runs activities on the thread pool, up to a maximum at once. What they throw once the host is stopping is not recorded: they are
/// still scheduled in the history and run again after the next start.
/// </summary>
internal sealed class ActivityDispatcher
{
    private readonly RegisteredTasks _tasks;
    private readonly EngineSetup _setup;
    private readonly int _maximum;
    private readonly Action<ActivityWork, HistoryEvent> _ended;
    private readonly Action<Exception> _crash;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Queue<ActivityWork> _backlog = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private volatile bool _stopping;

    /// <param name="tasks">The activities.</param>
    /// <param name="setup">Of the engine.</param>
    /// <param name="ended">Told of every result, on the thread pool.</param>
    /// <param name="crash">Told of an injected crash.</param>
    public ActivityDispatcher(RegisteredTasks tasks, EngineSetup setup, Action<ActivityWork, HistoryEvent> ended, Action<Exception> crash)
    {
        _tasks = tasks;
        _setup = setup;
        _maximum = setup.Worker.Concurrency.MaximumConcurrentActivityWorkItems;
        _ended = ended;
        _crash = crash;
        _log = setup.Execution.Loggers.CreateLogger("Microsoft.DurableTask.Worker.Activities");
    }

    /// <summary>Starts an activity, or queues it while the maximum runs.</summary>
    public void Start(ActivityWork work)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            if (_running >= _maximum)
            {
                _backlog.Enqueue(work);
                return;
            }

            _running++;
        }

        Queue(work);
    }

    /// <summary>Starts nothing more and waits for what runs; the host has told it to end.</summary>
    /// <returns>Whether everything ended within the grace.</returns>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        lock (_gate)
        {
            _stopping = true;
            _backlog.Clear();
            if (_running == 0)
            {
                _idle.TrySetResult();
            }
        }

        try
        {
            await _idle.Task.WaitAsync(grace, _setup.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The engine has failed: starts nothing more, without waiting for what runs.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _stopping = true;
            _backlog.Clear();
        }
    }

    private void Queue(ActivityWork work) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Self.RunAsync(state.Work), (Self: this, Work: work), preferLocal: false);

    private async Task RunAsync(ActivityWork work)
    {
        try
        {
            _setup.CrashPoints?.Reached(CrashPoint.BeforeActivityStart);
            var result = await ExecuteAsync(work);
            _setup.CrashPoints?.Reached(CrashPoint.AfterActivityEnd);
            if (result is not null)
            {
                _ended(work, result);
            }
        }
        catch (Exception e)
        {
            // Only fault injection throws here.
            _crash(e);
        }
        finally
        {
            Next();
        }
    }

    /// <returns>The answer, or null: it is to be run again after the next start.</returns>
    private async Task<HistoryEvent?> ExecuteAsync(ActivityWork work)
    {
        var (id, name, version) = (work.Scheduled.Id, work.Scheduled.Name!, work.Scheduled.Version);
        using var span = Spans.RunActivity(name, version, work.InstanceId, id, work.Scheduled.Trace);
        TaskFailureDetails failure;
        try
        {
            await using var scope = _setup.Services.CreateAsyncScope();
            if (_tasks.CreateActivity(name, version, scope.ServiceProvider) is { } activity)
            {
                EngineLog.ActivityStarted(_log, work.InstanceId, name);
                var converter = _setup.Execution.Converter;
                var input = work.Scheduled.Payload is { } payload ? converter.Deserialize(payload, activity.InputType) : null;
                var result = converter.Serialize(await activity.RunAsync(new Context(work), input));
                EngineLog.ActivityCompleted(_log, work.InstanceId, name);
                return new HistoryEvent(EventKind.ActivityCompleted, Id: id, Payload: result);
            }

            var versioned = version is null ? "" : $" with version '{version}'";
            failure = new TaskFailureDetails(TaskRetries.ActivityNotFound, $"No activity task named '{name}'{versioned} was found.", null, null, null);
        }
        catch (Exception) when (_stopping || _setup.Stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            // The boundary of user code: the orchestrator gets it as a TaskFailedException.
            EngineLog.ActivityFailed(_log, e, work.InstanceId, name);
            failure = _setup.Execution.FailureOf(e);
        }

        Spans.SetFailure(span, failure);
        return new HistoryEvent(EventKind.ActivityFailed, Id: id, Failure: failure);
    }

    private void Next()
    {
        ActivityWork? next;
        lock (_gate)
        {
            if (!_backlog.TryDequeue(out next))
            {
                _running--;
                if (_stopping && _running == 0)
                {
                    _idle.TrySetResult();
                }
            }
        }

        if (next is not null)
        {
            Queue(next);
        }
    }

    private sealed class Context(ActivityWork work) : TaskActivityContext
    {
        public override TaskName Name => work.Scheduled.Name!;

        public override string InstanceId => work.InstanceId;

        public override string Version => work.Scheduled.Version ?? "";
    }
}
