namespace DurableTask.Sqlite.Engine;

/// <summary>A timer of an execution.</summary>
internal readonly record struct TimerKey(string Instance, int Execution, int Id);

/// <summary>
/// All durable timers in one heap, with one timer of the <see cref="TimeProvider"/> set to the earliest. Belongs to the
/// engine's thread; only the callback comes from elsewhere.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    // A timer of .NET cannot wait longer than about 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly PriorityQueue<TimerKey, long> _heap = new();
    private readonly HashSet<TimerKey> _armed = [];
    private long _wakeAt = long.MaxValue;

    public TimerQueue(TimeProvider time, Action wake)
    {
        _time = time;
        _timer = time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(TimerKey key, long fireAt)
    {
        if (_armed.Add(key))
        {
            _heap.Enqueue(key, fireAt);
            Arm();
        }
    }

    /// <summary>Disarms a timer. Its place in the heap goes when it comes up, or when such places are the most of the heap.</summary>
    public void Cancel(TimerKey key)
    {
        if (_armed.Remove(key) && _heap.Count > 1_024 && _heap.Count > 2 * _armed.Count)
        {
            var live = _heap.UnorderedItems.Where(item => _armed.Contains(item.Element)).ToArray();
            _heap.Clear();
            _heap.EnqueueRange(live);
        }
    }

    /// <summary>Takes the timers that are due, earliest first.</summary>
    public List<TimerKey> TakeDue()
    {
        var due = new List<TimerKey>();
        var now = _time.GetUtcNow().UtcTicks;
        while (_heap.TryPeek(out var key, out var fireAt) && fireAt <= now)
        {
            _heap.Dequeue();
            if (_armed.Remove(key))
            {
                due.Add(key);
            }
        }

        _wakeAt = long.MaxValue;
        Arm();
        return due;
    }

    public void Dispose() => _timer.Dispose();

    private void Arm()
    {
        if (!_heap.TryPeek(out _, out var fireAt) || fireAt >= _wakeAt)
        {
            return;
        }

        _wakeAt = fireAt;
        var wait = new TimeSpan(Math.Max(0, fireAt - _time.GetUtcNow().UtcTicks));
        // Rounded up to the timer's millisecond: waking early would only mean waking twice.
        wait = wait > LongestWait ? LongestWait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
