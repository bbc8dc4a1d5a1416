using System.Collections.Concurrent;
using System.Globalization;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Warm;

/// <summary>Warm programs by device, with the limits on how long they may take to load and to do a job.</summary>
/// <param name="profile">How many, and when they are replaced.</param>
/// <param name="limit">Longest time of one job.</param>
/// <param name="time">Clock for the limits.</param>
internal sealed class WarmPrograms(WarmProfile profile, TimeSpan limit, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<WarmPool>> _pools = new();
    private long _sequence;

    /// <summary>Programs started so far, on all devices.</summary>
    public int Started => _pools.Values.Sum(pool => pool.Value.Started);

    /// <summary>Does a job with an idle program of the device, or a new one.</summary>
    /// <param name="device">Device index, or null.</param>
    /// <param name="start">Starts a program for the device.</param>
    /// <param name="job">The job with the id that it gets.</param>
    /// <param name="progress">Told 0 to 1.</param>
    /// <returns>What the program calls itself, and its last word on the job.</returns>
    /// <exception cref="StageException"><see cref="ErrorCodes.EngineTimeout"/>.</exception>
    /// <exception cref="WarmProcessDiedException">The program ended meanwhile.</exception>
    public async Task<(string? Engine, WarmAnswer Answer)> DoAsync(
        int? device, Func<WarmProcess> start, Func<string, WarmJob> job, Action<double> progress, CancellationToken cancellationToken)
    {
        var pool = _pools.GetOrAdd(device ?? -1, _ => new Lazy<WarmPool>(() => new WarmPool(profile, start))).Value;
        using var expiry = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        try
        {
            return await pool.UseAsync(process => DoAsync(process, job, progress, either.Token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && expiry.IsCancellationRequested)
        {
            throw new StageException(
                ErrorCodes.EngineTimeout,
                string.Create(CultureInfo.InvariantCulture, $"The stage was stopped after {limit.TotalSeconds:0} s, its time limit. Try a shorter video, or ask an operator to raise the limit."),
                Retryability.Transient);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values.Where(pool => pool.IsValueCreated))
        {
            await pool.Value.DisposeAsync();
        }
    }

    private async Task<(string? Engine, WarmAnswer Answer)> DoAsync(
        WarmProcess process, Func<string, WarmJob> job, Action<double> progress, CancellationToken cancellationToken)
    {
        var name = await ReadyAsync(process, cancellationToken);
        var id = Interlocked.Increment(ref _sequence).ToString(CultureInfo.InvariantCulture);
        return (name, await process.DoAsync(job(id), progress, cancellationToken));
    }

    private async Task<string?> ReadyAsync(WarmProcess process, CancellationToken cancellationToken)
    {
        using var loading = new CancellationTokenSource(TimeSpan.FromSeconds(profile.StartSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, loading.Token);
        try
        {
            return await process.ReadyAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StageException(
                ErrorCodes.EngineTimeout, $"The engine was not ready after {profile.StartSeconds} s. Try again later.", Retryability.Transient);
        }
    }
}
