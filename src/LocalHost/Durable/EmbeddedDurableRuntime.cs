using Microsoft.Extensions.Options;
using TransVox.LocalHost.Durable.Engine;
using TransVox.LocalHost.Durable.Store;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable;

/// <summary>
/// The durable runtime of a one-machine host: opens the store when the host starts and closes it when it stops. When the
/// store can no longer be written, it ends the host with a failure code rather than go on with what is not durable.
/// </summary>
public sealed class EmbeddedDurableRuntime : IHostedService, IAsyncDisposable
{
    private readonly EngineSetup _setup;
    private readonly ILogger _log;
    private readonly IHostApplicationLifetime? _lifetime;
    private DurableEngine? _engine;
    private ReadPool? _reads;

    public EmbeddedDurableRuntime(
        IOptions<EmbeddedRuntimeOptions> options,
        IEnumerable<IOrchestrator> orchestrators,
        IEnumerable<IActivity> activities,
        IEnumerable<IDurableEntity> entities,
        TimeProvider time,
        ILoggerFactory loggers,
        IHostApplicationLifetime? lifetime = null)
        : this(
            new EngineSetup(
                options.Value,
                ByName(orchestrators, o => o.Name),
                ByName(activities, a => a.Name),
                ByName(entities, e => e.Name),
                time,
                loggers),
            lifetime)
    {
    }

    internal EmbeddedDurableRuntime(EngineSetup setup, IHostApplicationLifetime? lifetime = null)
    {
        _setup = setup;
        _lifetime = lifetime;
        _log = setup.Loggers.CreateLogger<EmbeddedDurableRuntime>();
    }

    /// <summary>Whether it runs: started, not stopped, not failed.</summary>
    public bool IsRunning => _engine is { Ended.IsCompleted: false };

    internal DurableEngine Engine => _engine ?? throw new InvalidOperationException("The durable runtime has not started: its hosted service must start before it is called.");

    internal ReadPool Reads => _reads ?? throw new InvalidOperationException("The durable runtime has not started: its hosted service must start before it is called.");

    internal EngineSetup Setup => _setup;

    /// <summary>Deletes ended instances, and their histories, that have not been touched since <paramref name="endedBefore"/>.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PurgeEndedInstancesAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken = default)
    {
        const int BatchSize = 200;
        var total = 0;
        int purged;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var call = Engine.Operations.PurgeEnded(endedBefore.UtcTicks, BatchSize);
            Engine.Post(call);
            purged = await call.Task.WaitAsync(cancellationToken);
            total += purged;
        }
        while (purged > 0);

        return total;
    }

    /// <exception cref="DurableStoreException">The store is in use, or of a newer release.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var store = DurableStore.Open(_setup.Options.StorePath);
        DurableEngine engine;
        try
        {
            engine = new DurableEngine(_setup, store);
        }
        catch
        {
            store.Dispose();
            throw;
        }

        _reads = new ReadPool(store);
        _engine = engine;
        await engine.StartAsync().WaitAsync(cancellationToken);
        _ = WatchAsync(engine);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_engine is { } engine)
        {
            await engine.StopAsync();
            _reads!.Dispose();
            RuntimeLog.Stopped(_log);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is { } engine)
        {
            await engine.DisposeAsync();
            _reads!.Dispose();
        }
    }

    /// <summary>Ends as a crash of the process would: nothing is flushed. For tests.</summary>
    internal async Task CrashAsync()
    {
        Engine.Halt(new InvalidOperationException("Crashed on demand."));
        await Engine.Ended;
        Reads.Dispose();
    }

    private static Dictionary<string, T> ByName<T>(IEnumerable<T> items, Func<T, string> name)
    {
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!byName.TryAdd(name(item), item))
            {
                throw new ArgumentException($"Two {typeof(T).Name}s are registered under the name '{name(item)}'.", nameof(items));
            }
        }

        return byName;
    }

    private async Task WatchAsync(DurableEngine engine)
    {
        if (await engine.Ended is { } failure)
        {
            RuntimeLog.Fatal(_log, failure);
            if (_lifetime is not null)
            {
                Environment.ExitCode = 1;
                _lifetime.StopApplication();
            }
        }
    }
}
