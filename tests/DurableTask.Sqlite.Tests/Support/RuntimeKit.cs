using Microsoft.Extensions.Logging.Abstractions;
using TransVox.LocalHost.Durable;
using TransVox.LocalHost.Durable.Engine;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Tests.Durable.Support;

/// <summary>What a test registers, and runtimes made from it on one store.</summary>
internal sealed class RuntimeKit(bool replayAtEveryEvent = false) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StoreFolder _folder = new();
    private readonly Dictionary<string, IOrchestrator> _orchestrators = [];
    private readonly Dictionary<string, IActivity> _activities = [];
    private readonly Dictionary<string, IDurableEntity> _entities = new() { [LedgerEntity.EntityName] = new LedgerEntity() };

    public EmbeddedRuntimeOptions Options { get; } = new()
    {
        ReplayAtEveryEvent = replayAtEveryEvent,
        StopGrace = TimeSpan.FromSeconds(10),
        // Thousands of stores are opened here, few of them for long.
        LogReserveBytes = 0,
    };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ICrashPoints? CrashPoints { get; set; }

    public string StorePath => _folder.StorePath;

    public EmbeddedDurableRuntime Runtime { get; private set; } = null!;

    public IDurableClient Client { get; private set; } = null!;

    public RuntimeCounters Counters => Runtime.Engine.Counters;

    public void Orchestrator<TInput, TOutput>(string name, Func<OrchestrationContext, TInput, Task<TOutput>> body) =>
        _orchestrators[name] = new FuncOrchestrator<TInput, TOutput>(name, body);

    public void Forget(string orchestrator) => _orchestrators.Remove(orchestrator);

    public void Activity<TInput, TResult>(string name, Func<ActivityContext, TInput, CancellationToken, Task<TResult>> body) =>
        _activities[name] = new FuncActivity<TInput, TResult>(name, body);

    public void Entity(IDurableEntity entity) => _entities[entity.Name] = entity;

    /// <summary>Starts a runtime on the store; the one before must have ended.</summary>
    public async Task StartAsync()
    {
        Options.StorePath = StorePath;
        Runtime = new EmbeddedDurableRuntime(
            new EngineSetup(Options, _orchestrators, _activities, _entities, Time, NullLoggerFactory.Instance, CrashPoints));
        Client = new EmbeddedDurableClient(Runtime);
        await Runtime.StartAsync(CancellationToken.None);
    }

    public Task StopAsync() => Runtime.StopAsync(CancellationToken.None);

    /// <summary>Stops cleanly and starts again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Dies without flushing and starts again.</summary>
    public async Task CrashAndRestartAsync()
    {
        await Runtime.CrashAsync();
        await StartAsync();
    }

    public async Task<string> RunAsync<TInput>(string orchestrator, TInput input)
    {
        var id = $"{orchestrator}-1";
        Assert.True(await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, id));
        return id;
    }

    public async Task<InstanceMetadata> EndOfAsync(string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await Client.WaitForInstanceCompletionAsync(id, patience.Token);
    }

    /// <summary>Starts an instance, waits for its end and expects it to be completed.</summary>
    public async Task<string?> OutputOfAsync<TInput>(string orchestrator, TInput input)
    {
        var end = await EndOfAsync(await RunAsync(orchestrator, input));
        Assert.True(end.Status == InstanceStatus.Completed, $"{end.Status}: {end.FailureMessage}");
        return end.SerializedOutput;
    }

    public async Task<IReadOnlyList<string>> LedgerAsync(string key) =>
        (await Client.GetEntityStateAsync<LedgerState>(LedgerEntity.Id(key)))?.Entries ?? [];

    public async ValueTask DisposeAsync()
    {
        if (Runtime is not null)
        {
            await Runtime.DisposeAsync();
        }

        _folder.Dispose();
    }
}
