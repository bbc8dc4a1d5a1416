using DurableTask.Sqlite.Engine;
using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DurableTask.Sqlite;

/// <summary>
/// Runs a worker's orchestrations, activities and entities on a SQLite file: opens the store when the host starts and closes it when
/// the host stops. When the store can no longer be written, it ends the host with a failure code rather than go on with what is not durable.
/// </summary>
public sealed class SqliteDurableTaskWorker : DurableTaskWorker
{
    private readonly EngineSetup _setup;
    private readonly SqliteTaskHub _hub;
    private readonly ILogger _log;
    private readonly IHostApplicationLifetime _lifetime;
    private DurableEngine? _engine;
    private ReadPool? _reads;

    /// <summary>Made by the worker's builder; see <see cref="SqliteBuilderExtensions"/>.</summary>
    public SqliteDurableTaskWorker(string name, IDurableTaskFactory factory, IServiceProvider services)
        : base(name, factory)
    {
        ArgumentNullException.ThrowIfNull(services);
        var worker = services.GetRequiredService<IOptionsMonitor<DurableTaskWorkerOptions>>().Get(name);
        var loggers = services.GetRequiredService<ILoggerFactory>();
        _lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        _hub = services.GetRequiredService<SqliteTaskHub>();
        _log = loggers.CreateLogger("DurableTask.Sqlite");
        _setup = new EngineSetup(
            services.GetRequiredService<IOptionsMonitor<SqliteOptions>>().Get(name),
            worker,
            factory,
            services,
            new ExecutionServices(
                worker.DataConverter, loggers, worker.Versioning?.DefaultVersion ?? "", services.GetService<IExceptionPropertiesProvider>()),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            _lifetime.ApplicationStopping,
            services.GetService<ICrashPoints>());
    }

    /// <summary>Whether it runs: started, not stopped, not failed.</summary>
    public bool IsRunning => _engine is { Ended.IsCompleted: false };

    /// <summary>Whether everything waits for the disk, which is full or read-only; it goes on by itself.</summary>
    public bool WaitsForDisk => _engine is { WaitsForDisk: true };

    internal DurableEngine Engine => _engine ?? throw new InvalidOperationException("The worker has not started.");

    /// <exception cref="DurableStoreException">The store is in use, or of a newer release.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
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
        _hub.Open(Name, engine, _reads);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_engine is { } engine)
        {
            await engine.StopAsync();
            _reads!.Dispose();
            EngineLog.Stopped(_log);
        }

        await base.StopAsync(cancellationToken);
    }

    /// <summary>Ends as a crash of the process would: nothing is flushed. For tests.</summary>
    internal async Task CrashAsync()
    {
        Engine.Halt(new InvalidOperationException("Crashed on demand."));
        await Engine.Ended;
        _reads!.Dispose();
    }

    /// <summary>Watches the engine: it has threads of its own.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await Engine.Ended is { } failure)
        {
            EngineLog.Fatal(_log, failure);
            Environment.ExitCode = 1;
            _lifetime.StopApplication();
        }
    }
}
