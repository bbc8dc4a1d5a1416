using DurableTask.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Services;
using TransVox.Pipeline;
using TransVox.Pipeline.Stages;

namespace TransVox.Bench.Scale;

/// <summary>
/// Puts waiting jobs into a service's store while its host is down: the service's own orchestrator, entities and ledger in this process, on the same files and the same
/// storage account. What is left out is HTTP, and what <see cref="FoundStage"/> says.
/// </summary>
internal sealed class QueueSeeder : IAsyncDisposable
{
    private const int AtOnce = 5_000;

    private readonly IHost _host;

    private QueueSeeder(IReadOnlyDictionary<string, string?> settings, string data)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value)));
        builder.Configuration["storage:local_directory"] = Path.Combine(data, "seed");
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        var services = builder.Services;
        services.AddTransVoxPipeline(builder.Configuration.GetSection("engines"));
        services.AddTransVoxOrchestration(builder.Configuration);
        services.AddSingleton<FoundStage>();
        services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks => tasks
                .AddOrchestrator<DubbingOrchestrator>()
                .AddActivity<FoundStageActivity>(ActivityNames.Of(Stage.Probe))
                .AddActivity<FoundStageActivity>(ActivityNames.Of(Stage.Extract))
                .AddEntity<UserSlotsEntity>(SlotEntities.UserSlots)
                .AddEntity<GpuSlotsEntity>(SlotEntities.GpuSlots));
            worker.Configure(options =>
            {
                options.DataConverter = DurableJson.Converter;
                options.Concurrency.MaximumConcurrentActivityWorkItems = AtOnce;
            });
            worker.UseSqlite(options =>
            {
                options.StorePath = Path.Combine(data, "durable.db");
                options.ReplayableEntities.Add(SlotEntities.UserSlots);
                options.ReplayableEntities.Add(SlotEntities.GpuSlots);
            });
        });
        services.AddDurableTaskClient(client =>
        {
            client.Configure(options => options.DataConverter = DurableJson.Converter);
            client.UseSqlite().RegisterDirectly();
        });
        _host = builder.Build();
    }

    /// <param name="settings">Those of the service's host, as environment variables.</param>
    /// <param name="data">Its data folder.</param>
    public static async Task<QueueSeeder> StartAsync(IReadOnlyDictionary<string, string?> settings, string data)
    {
        var seeder = new QueueSeeder(settings, data);
        await seeder._host.StartAsync();
        return seeder;
    }

    /// <summary>Adds jobs of users in turn, and waits until all wait for a slot.</summary>
    /// <param name="video">The one video of all.</param>
    /// <param name="users">Whose they are.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> AddAsync(SourceRef video, IReadOnlyList<string> users, int count, CancellationToken cancellationToken)
    {
        var limits = await _host.Services.GetRequiredService<ILimitsStore>().GetAsync(cancellationToken);
        var requests = Enumerable.Range(0, count).Select(n => Compose(video, users[n % users.Count], limits)).ToList();
        foreach (var chunk in requests.Chunk(AtOnce))
        {
            await Task.WhenAll(chunk.Select(request => StartAsync(request, limits, cancellationToken)));
            foreach (var request in chunk)
                await QueuedAsync(request.JobId, cancellationToken);
        }

        return [.. requests.Select(request => request.JobId)];
    }

    /// <summary>Stores the one video.</summary>
    public async Task<SourceRef> StoreAsync(string user, byte[] video, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(video);
        return await _host.Services.GetRequiredService<UploadStore>().StoreAsync(
            user, JobIds.New(user, TimeProvider.System.GetUtcNow()), "talk.mp4", stream, video.Length, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private JobRequest Compose(SourceRef video, string user, Contract.LiveLimits limits)
    {
        var starter = _host.Services.GetRequiredService<JobStarter>();
        var command = new SubmitCommand { FileName = "talk.mp4", Options = new DubbingOptions { TargetLanguage = "es" } };
        return starter.Compose(JobIds.New(user, TimeProvider.System.GetUtcNow()), user, command, video, starter.DefaultPool, limits);
    }

    private async Task StartAsync(JobRequest request, Contract.LiveLimits limits, CancellationToken cancellationToken)
    {
        await _host.Services.GetRequiredService<IQueuePlaces>().TakeAsync(
            new QueuePlaceRequest(request.JobId, request.UserId, request.Pool, (int)request.Priority, request.Cost, request.SubmittedAt, request.Plan), limits, cancellationToken);
        await _host.Services.GetRequiredService<DurableTaskClient>().StartOnceAsync(DubbingOrchestrator.OrchestratorName, request, request.JobId, cancellationToken);
    }

    private async Task QueuedAsync(string jobId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var instance = await _host.Services.GetRequiredService<DurableTaskClient>().GetInstanceAsync(jobId, getInputsAndOutputs: true, cancellationToken);
            var state = instance?.ReadCustomStatusAs<JobStatus>()?.State;
            if (state is Contract.JobState.QueuedUser or Contract.JobState.QueuedGpu)
                return;
            if (instance is { IsCompleted: true })
                throw new InvalidOperationException($"{jobId} has ended: {state}.");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
