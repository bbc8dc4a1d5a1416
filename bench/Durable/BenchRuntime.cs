using Microsoft.Extensions.DependencyInjection;
using TransVox.LocalHost.Durable;
using TransVox.LocalHost.Durable.Engine;
using TransVox.Orchestration.Admission;
using TransVox.Orchestration.Durable;

namespace TransVox.Bench.Durable;

/// <summary>The embedded runtime as the host has it, on a fresh store, with the semaphores and the benchmarks' orchestrator.</summary>
internal sealed class BenchRuntime : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;
    private readonly EmbeddedDurableRuntime _runtime;

    private BenchRuntime(string parent)
    {
        _folder = Directory.CreateDirectory(Path.Combine(parent, "transvox-bench-" + Path.GetRandomFileName()));
        Work = new WorkActivity(TimeProvider.System);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IOrchestrator, SlotOrchestrator>();
        services.AddSingleton<IActivity>(Work);
        services.AddSingleton<IDurableEntity, UserSlotsEntity>();
        services.AddSingleton<IDurableEntity, GpuSlotsEntity>();
        services.AddEmbeddedDurableRuntime(options => options.StorePath = Path.Combine(_folder.FullName, "durable.db"));
        _services = services.BuildServiceProvider();
        _runtime = _services.GetRequiredService<EmbeddedDurableRuntime>();
        Client = _services.GetRequiredService<IDurableClient>();
    }

    public WorkActivity Work { get; }

    public IDurableClient Client { get; }

    public RuntimeCounters Counters => _runtime.Engine.Counters;

    /// <param name="parent">Folder on the disk to be measured.</param>
    public static async Task<BenchRuntime> StartAsync(string parent)
    {
        var bench = new BenchRuntime(parent);
        await bench._runtime.StartAsync(CancellationToken.None);
        return bench;
    }

    public async ValueTask DisposeAsync()
    {
        await _runtime.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
