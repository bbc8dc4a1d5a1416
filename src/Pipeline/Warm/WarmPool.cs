using TransVox.Pipeline.Configuration;

namespace TransVox.Pipeline.Warm;

/// <summary>
/// The warm programs of one stage on one device: as many as configured, started when first needed, replaced after so many jobs,
/// above so much memory, or when they died.
/// </summary>
internal sealed class WarmPool(WarmProfile profile, Func<WarmProcess> start) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(profile.Processes);
    private readonly Lock _lock = new();
    private readonly Stack<WarmProcess> _idle = new();
    private readonly HashSet<WarmProcess> _all = [];
    private bool _disposed;

    /// <summary>Programs started so far.</summary>
    public int Started { get; private set; }

    /// <summary>Runs something with a program of the pool. The program is ended when that fails or is cancelled.</summary>
    public async Task<T> UseAsync<T>(Func<WarmProcess, Task<T>> use, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        WarmProcess? process = null;
        var keep = false;
        try
        {
            process = await TakeAsync();
            var result = await use(process);
            keep = true;
            return result;
        }
        finally
        {
            if (process is not null)
            {
                await ReturnAsync(process, keep);
            }

            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<WarmProcess> all;
        lock (_lock)
        {
            _disposed = true;
            all = [.. _all];
            _all.Clear();
            _idle.Clear();
        }

        foreach (var process in all)
        {
            await process.DisposeAsync();
        }
    }

    private async Task<WarmProcess> TakeAsync()
    {
        while (true)
        {
            WarmProcess? idle;
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (!_idle.TryPop(out idle))
                {
                    var fresh = start();
                    Started++;
                    _all.Add(fresh);
                    return fresh;
                }
            }

            if (idle.Alive)
            {
                return idle;
            }

            await EndAsync(idle);
        }
    }

    private async Task ReturnAsync(WarmProcess process, bool keep)
    {
        var worn = process.Jobs >= profile.MaxJobs
            || (profile.MaxMemoryMb > 0 && process.ResidentBytes > (long)profile.MaxMemoryMb << 20);
        if (keep && !worn && process.Alive)
        {
            lock (_lock)
            {
                if (!_disposed)
                {
                    _idle.Push(process);
                    return;
                }
            }
        }

        await EndAsync(process);
    }

    private async Task EndAsync(WarmProcess process)
    {
        lock (_lock)
        {
            if (!_all.Remove(process))
            {
                return;
            }
        }

        await process.DisposeAsync();
    }
}
