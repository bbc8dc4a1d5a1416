using TransVox.LocalHost.Durable.Execution;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>
/// Runs activities on the thread pool, up to a maximum at once. At a stop their tokens are cancelled and what they then
/// throw is not recorded: they are still scheduled in the history and run again after the next start.
/// </summary>
internal sealed class ActivityDispatcher : IDisposable
{
    private readonly IReadOnlyDictionary<string, IActivity> _activities;
    private readonly int _maximum;
    private readonly Action<ActivityWork, ActivityResult> _ended;
    private readonly Action<Exception> _crash;
    private readonly ICrashPoints? _crashPoints;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Queue<ActivityWork> _backlog = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _stopping;

    /// <param name="activities">By name.</param>
    /// <param name="maximum">Most that run at once.</param>
    /// <param name="ended">Told of every result, on the thread pool.</param>
    /// <param name="crash">Told of an injected crash.</param>
    /// <param name="crashPoints">Fault injection, or null.</param>
    /// <param name="log">Where failures go.</param>
    public ActivityDispatcher(
        IReadOnlyDictionary<string, IActivity> activities,
        int maximum,
        Action<ActivityWork, ActivityResult> ended,
        Action<Exception> crash,
        ICrashPoints? crashPoints,
        ILogger log)
    {
        _activities = activities;
        _maximum = maximum;
        _ended = ended;
        _crash = crash;
        _crashPoints = crashPoints;
        _log = log;
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

    /// <summary>Starts nothing more, cancels what runs and waits for it.</summary>
    /// <returns>Whether everything ended within the grace.</returns>
    public async Task<bool> StopAsync(TimeSpan grace, TimeProvider time)
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

        await _stop.CancelAsync();
        try
        {
            await _idle.Task.WaitAsync(grace, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The engine has failed: starts nothing more and cancels what runs, without waiting.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _stopping = true;
            _backlog.Clear();
        }

        _ = _stop.CancelAsync();
    }

    public void Dispose() => _stop.Dispose();

    private void Queue(ActivityWork work) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Self.RunAsync(state.Work), (Self: this, Work: work), preferLocal: false);

    private async Task RunAsync(ActivityWork work)
    {
        try
        {
            _crashPoints?.Reached(CrashPoint.BeforeActivityStart);
            var result = await ExecuteAsync(work);
            _crashPoints?.Reached(CrashPoint.AfterActivityEnd);
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

    private async Task<ActivityResult?> ExecuteAsync(ActivityWork work)
    {
        if (!_activities.TryGetValue(work.Name, out var activity))
        {
            return new ActivityResult(EventKind.ActivityFailed, null, "ActivityNotRegistered", $"No activity named '{work.Name}' is registered.");
        }

        try
        {
            var input = DurableText.ToParameter(work.Input, activity.InputType);
            var result = await activity.RunAsync(new ActivityContext(work.InstanceId), input, _stop.Token);
            return new ActivityResult(EventKind.ActivityCompleted, DurableText.Of(result));
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            // The boundary of user code: the orchestrator gets it as an ActivityFailedException.
            RuntimeLog.ActivityFailed(_log, e, work.Name, work.InstanceId);
            return new ActivityResult(EventKind.ActivityFailed, null, e.GetType().FullName, e.Message);
        }
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
}
