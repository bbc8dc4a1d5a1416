namespace TransVox.Orchestration.Sources;

/// <summary>Ends a transfer that brings less than a minimum in each of its windows of time.</summary>
internal sealed class SpeedLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly long _minimum;
    private long _bytes;
    private volatile bool _tooSlow;

    /// <param name="time">Clock of the windows.</param>
    /// <param name="window">Length of one.</param>
    /// <param name="bytesPerSecond">The minimum, on average over a window.</param>
    /// <param name="cancellationToken">Ends <see cref="Token"/> too.</param>
    public SpeedLimit(TimeProvider time, TimeSpan window, int bytesPerSecond, CancellationToken cancellationToken)
    {
        _minimum = Math.Max(1, (long)(window.TotalSeconds * bytesPerSecond));
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(_ => Look(), null, window, window);
    }

    /// <summary>Ends when the transfer is too slow.</summary>
    public CancellationToken Token => _source.Token;

    public bool IsTooSlow => _tooSlow;

    public void Count(int bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Look()
    {
        if (Interlocked.Exchange(ref _bytes, 0) >= _minimum)
            return;
        _tooSlow = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The transfer ended at this moment.
        }
    }
}
