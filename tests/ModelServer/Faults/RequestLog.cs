namespace TransVox.ModelServer.Faults;

/// <summary>The requests that came, in their order.</summary>
public sealed class RequestLog(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly List<RequestSeen> _seen = [];
    private int _now;

    /// <summary>All so far.</summary>
    public IReadOnlyList<RequestSeen> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Requests that are being answered.</summary>
    public int Now => Volatile.Read(ref _now);

    internal void Begin(string path, string? authorization)
    {
        lock (_lock)
        {
            _seen.Add(new RequestSeen(path, time.GetElapsedTime(_start).TotalSeconds, Interlocked.Increment(ref _now), authorization));
        }
    }

    internal void End() => Interlocked.Decrement(ref _now);
}
