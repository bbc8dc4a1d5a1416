using DurableTask.Core.Exceptions;
using DurableTask.Sqlite.Engine;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DurableTask.Sqlite.Tests.Support;

/// <summary>What a test registers, and hosts made from it on one store.</summary>
internal sealed class RuntimeKit(bool replayAtEveryEvent = false) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] AnyStatus = Enum.GetNames<OrchestrationRuntimeStatus>();

    private readonly StoreFolder _folder = new();
    private readonly Dictionary<string, Action<DurableTaskRegistry>> _tasks = new()
    {
        [LedgerEntity.EntityName] = tasks => tasks.AddEntity<LedgerEntity>(LedgerEntity.EntityName),
    };

    private IHost? _host;

    public SqliteOptions Options { get; } = new()
    {
        ReplayAtEveryEvent = replayAtEveryEvent,
        StopGrace = TimeSpan.FromSeconds(10),
        // Thousands of stores are opened here, few of them for long.
        LogReserveBytes = 0,
        ReplayableEntities = { LedgerEntity.EntityName },
    };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public DataConverter Converter { get; init; } = new JsonDataConverter(System.Text.Json.JsonSerializerOptions.Web);

    public int MaxActivities { get; set; } = 1_000;

    /// <summary>Further settings of the worker.</summary>
    public Action<IDurableTaskWorkerBuilder> Configure { get; set; } = _ => { };

    public ICrashPoints? CrashPoints { get; set; }

    public string StorePath => _folder.StorePath;

    public SqliteDurableTaskWorker Worker => _host!.Services.GetServices<IHostedService>().OfType<SqliteDurableTaskWorker>().Single();

    public IHostApplicationLifetime Lifetime => _host!.Services.GetRequiredService<IHostApplicationLifetime>();

    public DurableTaskClient Client => _host!.Services.GetRequiredService<DurableTaskClient>();

    public EngineCounters Counters => Worker.Engine.Counters;

    public void Orchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> body) =>
        _tasks[name] = tasks => tasks.AddOrchestratorFunc(name, body);

    public void Forget(string name) => _tasks.Remove(name);

    /// <param name="name">Of the activity.</param>
    /// <param name="body">Its code; the token ends when the host stops.</param>
    public void Activity<TInput, TResult>(string name, Func<TaskActivityContext, TInput, CancellationToken, Task<TResult>> body) =>
        _tasks[name] = tasks => tasks.AddActivityFunc<TInput, TResult>(name, (context, input) => body(context, input, Lifetime.ApplicationStopping));

    public void Entity(string name, Func<TaskEntityOperation, ValueTask<object?>> body) =>
        _tasks[name] = tasks => tasks.AddEntity(name, _ => new FuncEntity(body));

    public void Add(Action<DurableTaskRegistry> tasks) => _tasks[$"{_tasks.Count}"] = tasks;

    /// <summary>A host on the store, not started.</summary>
    public IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(Time);
        if (CrashPoints is { } points)
        {
            builder.Services.AddSingleton(points);
        }

        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks =>
            {
                foreach (var add in _tasks.Values)
                {
                    add(tasks);
                }
            });
            worker.Configure(options =>
            {
                options.DataConverter = Converter;
                options.Concurrency.MaximumConcurrentActivityWorkItems = MaxActivities;
            });
            worker.UseSqlite(options => Copy(options));
            Configure(worker);
        });
        builder.Services.AddDurableTaskClient(client =>
        {
            client.Configure(options => options.DataConverter = Converter);
            client.UseSqlite().RegisterDirectly();
        });
        return builder.Build();
    }

    /// <summary>Starts a host on the store; the one before must have ended.</summary>
    public async Task StartAsync()
    {
        _host?.Dispose();
        _host = Build();
        try
        {
            await _host.StartAsync();
        }
        catch
        {
            _host.Dispose();
            _host = null;
            throw;
        }
    }

    public Task StopAsync() => _host!.StopAsync();

    /// <summary>Stops cleanly and starts again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Dies without flushing; what its activities do then is lost with it.</summary>
    public async Task CrashAsync()
    {
        await Worker.CrashAsync();
        Lifetime.StopApplication();
    }

    /// <summary>Dies without flushing and starts again.</summary>
    public async Task CrashAndRestartAsync()
    {
        await CrashAsync();
        await StartAsync();
    }

    /// <summary>Starts an instance unless its id was ever used.</summary>
    public async Task<bool> TryStartAsync(string orchestrator, object? input, string id)
    {
        try
        {
            await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id) { DedupeStatuses = AnyStatus });
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }

    public async Task<string> RunAsync(string orchestrator, object? input)
    {
        var id = $"{orchestrator}-1";
        Assert.True(await TryStartAsync(orchestrator, input, id));
        return id;
    }

    public Task<OrchestrationMetadata?> GetAsync(string id, bool getInputsAndOutputs = true) => Client.GetInstanceAsync(id, getInputsAndOutputs);

    public async Task<bool> PurgeAsync(string id) => (await Client.PurgeInstanceAsync(id)).PurgedInstanceCount == 1;

    public async Task<Page<OrchestrationMetadata>> QueryAsync(OrchestrationQuery query) =>
        await Client.GetAllInstancesAsync(query).AsPages().FirstAsync();

    public async Task<OrchestrationMetadata> EndOfAsync(string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }

    /// <summary>Starts an instance, waits for its end and expects it to be completed.</summary>
    public async Task<string?> OutputOfAsync(string orchestrator, object? input)
    {
        var end = await EndOfAsync(await RunAsync(orchestrator, input));
        Assert.True(end.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{end.RuntimeStatus}: {end.FailureDetails}");
        return end.SerializedOutput;
    }

    public async Task<IReadOnlyList<string>> LedgerAsync(string key) =>
        await Client.Entities.GetEntityAsync<LedgerState>(LedgerEntity.Id(key)) is { IncludesState: true } ledger ? ledger.State.Entries : [];

    /// <summary>Reads through the connections that clients use.</summary>
    public T Read<T>(Func<StoreReader, T> read) => _host!.Services.GetRequiredService<SqliteTaskHub>().Find("").Reads.Read(read);

    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            await host.StopAsync();
            host.Dispose();
        }

        _folder.Dispose();
    }

    private void Copy(SqliteOptions options)
    {
        options.StorePath = StorePath;
        options.MaxInstancesInMemory = Options.MaxInstancesInMemory;
        options.MaxEntitiesInMemory = Options.MaxEntitiesInMemory;
        options.LargeEntityBytes = Options.LargeEntityBytes;
        options.LogReserveBytes = Options.LogReserveBytes;
        options.StopGrace = Options.StopGrace;
        options.ReplayAtEveryEvent = Options.ReplayAtEveryEvent;
        options.LargestBatch = Options.LargestBatch;
        options.ReplayableEntities.UnionWith(Options.ReplayableEntities);
    }
}
