using DurableTask.Sqlite;
using DurableTask.Sqlite.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.Orchestration;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Bench.Durable;

/// <summary>The one-machine engine as the host has it, on a fresh store, with the semaphores and the benchmarks' orchestrator.</summary>
internal sealed class BenchRuntime : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly IHost _host;

    private BenchRuntime(string parent)
    {
        _folder = Directory.CreateDirectory(Path.Combine(parent, "transvox-bench-" + Path.GetRandomFileName()));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<WorkActivity>();
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks => tasks
                .AddOrchestrator<SlotOrchestrator>()
                .AddActivity<WorkActivity>()
                .AddEntity<UserSlotsEntity>(SlotEntities.UserSlots)
                .AddEntity<GpuSlotsEntity>(SlotEntities.GpuSlots)
                .AddEntity<GpuSharesEntity>(SlotEntities.GpuShares));
            worker.Configure(options =>
            {
                options.DataConverter = DurableJson.Converter;
                options.Concurrency.MaximumConcurrentActivityWorkItems = 1_000;
            });
            worker.UseSqlite(options =>
            {
                options.StorePath = Path.Combine(_folder.FullName, "durable.db");
                options.ReplayableEntities.Add(SlotEntities.UserSlots);
                options.ReplayableEntities.Add(SlotEntities.GpuSlots);
            });
        });
        builder.Services.AddDurableTaskClient(client =>
        {
            client.Configure(options => options.DataConverter = DurableJson.Converter);
            client.UseSqlite().RegisterDirectly();
        });
        _host = builder.Build();
        Work = _host.Services.GetRequiredService<WorkActivity>();
        Client = _host.Services.GetRequiredService<DurableTaskClient>();
    }

    public WorkActivity Work { get; }

    public DurableTaskClient Client { get; }

    public EngineCounters Counters => _host.Services.GetServices<IHostedService>().OfType<SqliteDurableTaskWorker>().Single().Engine.Counters;

    /// <param name="parent">Folder on the disk to be measured.</param>
    public static async Task<BenchRuntime> StartAsync(string parent)
    {
        var bench = new BenchRuntime(parent);
        await bench._host.StartAsync();
        return bench;
    }

    public Task ScheduleAsync(string id, SlotJob job, CancellationToken cancellationToken) =>
        Client.ScheduleNewOrchestrationInstanceAsync(nameof(SlotOrchestrator), job, new StartOrchestrationOptions(id), cancellationToken);

    /// <exception cref="InvalidOperationException">It did not complete.</exception>
    public async Task CompletionAsync(string id, CancellationToken cancellationToken)
    {
        var end = await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellationToken);
        if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
        {
            throw new InvalidOperationException($"{id}: {end.RuntimeStatus}, {end.FailureDetails}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _folder.Delete(recursive: true);
    }
}
