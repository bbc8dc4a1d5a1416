using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>
/// The one-machine engine, with every orchestrator replayed from its start at every event and every entity made again from its
/// operations: whatever is not deterministic fails its instance.
/// </summary>
public sealed class SqliteRuntime : IDurableRuntime
{
    public bool RepeatsOperations => true;

    /// <summary>A store that outlives the host; null for one that does not.</summary>
    public string? StorePath { get; init; }

    public void AddTo(IServiceCollection services, Action<DurableTaskRegistry> tasks)
    {
        var store = StorePath;
        if (store is null)
        {
            var folder = new StoreFolder();
            store = Path.Combine(folder.FullName, "durable.db");
            // Deleted with the host.
            services.AddHostedService(_ => folder);
        }

        services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks);
            worker.Configure(options => (options.DataConverter, options.Versioning) = (DurableJson.Converter, OrchestrationVersions.Options));
            worker.UseSqlite(options =>
            {
                options.StorePath = store;
                options.LogReserveBytes = 0;
                options.ReplayAtEveryEvent = true;
                options.LargeEntityBytes = 0;
                options.MaxEntitiesInMemory = 1;
                options.ReplayableEntities.UnionWith([SlotEntities.UserSlots, SlotEntities.GpuSlots]);
            });
        });
        services.AddDurableTaskClient(client =>
        {
            client.Configure(options => (options.DataConverter, options.DefaultVersion) = (DurableJson.Converter, DurableTasks.Version));
            client.UseSqlite().RegisterDirectly();
        });
    }

    private sealed class StoreFolder : IHostedService, IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("transvox-jobs-");

        public string FullName => _folder.FullName;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
