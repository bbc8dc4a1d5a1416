using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Durable;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Tests.Runtime;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Everything that a host registers, on a real Azurite and the test runtime, with containers and a disk of its own.</summary>
public sealed class ServiceHarness : IAsyncDisposable
{
    private readonly TemporaryFolder _disk = new();
    private readonly ServiceProvider _provider;

    private ServiceHarness(string connectionString, IReadOnlyDictionary<string, string?> settings)
    {
        var name = Guid.CreateVersion7().ToString("n")[^12..];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["storage:input_container"] = $"input-{name}",
            ["storage:output_container"] = $"output-{name}",
            ["storage:work_container"] = $"work-{name}",
            ["storage:system_container"] = $"system-{name}",
            ["storage:local_directory"] = _disk.Path,
            ["retry:first_delay_seconds"] = "1",
        }).AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IStageRunner>(Runner);
        services.AddTransVoxOrchestration(configuration);
        services.AddSingleton(p => new TestRuntime(
            p.GetServices<IOrchestrator>(), p.GetServices<IDurableEntity>(), new FakeTimeProvider(TimeProvider.System.GetUtcNow())));
        services.AddSingleton<IDurableClient>(p => p.GetRequiredService<TestRuntime>());
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
        Runtime = Get<TestRuntime>();
        Runtime.AwaitActivities = true;
        Runtime.Activity = RunAsync;
    }

    public ScriptedStageRunner Runner { get; } = new();

    /// <summary>The services' clock; blobs keep the storage's own times.</summary>
    public ShiftedTime Clock { get; } = new();

    public TestRuntime Runtime { get; }

    public IJobService Jobs => Get<IJobService>();

    public IAdminService Admin => Get<IAdminService>();

    public BlobAreas Areas => Get<BlobAreas>();

    public BlobIntake Intake => Get<BlobIntake>();

    public string Disk => _disk.Path;

    public static Caller Ada { get; } = new("ada");

    public static Caller Bob { get; } = new("bob");

    public static Caller Operator { get; } = new("root", IsAdmin: true);

    public static async Task<ServiceHarness> StartAsync(AzuriteFixture azurite, params (string Key, string Value)[] settings)
    {
        var harness = new ServiceHarness(azurite.ConnectionString, settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        foreach (var service in harness._provider.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
        return harness;
    }

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public static SubmitCommand Command(string fileName = "talk.mp4", string target = "es") => new()
    {
        FileName = fileName,
        Options = new DubbingOptions { TargetLanguage = target },
    };

    public static Stream Video(string content = "a video") => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));

    public async Task<JobView> SubmitAsync(Caller? caller = null, SubmitCommand? command = null, string content = "a video") =>
        (await Jobs.SubmitAsync(caller ?? Ada, command ?? Command(), Video(content), CancellationToken.None)).Job;

    public async Task<JobView> SubmitAndSettleAsync(Caller? caller = null, SubmitCommand? command = null, string content = "a video")
    {
        var job = await SubmitAsync(caller, command, content);
        await Runtime.SettleAsync();
        return await GetAsync(job.Id);
    }

    public Task<JobView> GetAsync(string jobId) => Jobs.GetAsync(Operator, jobId, CancellationToken.None);

    /// <summary>Names of all blobs of a container.</summary>
    public static async Task<List<string>> ListAsync(Azure.Storage.Blobs.BlobContainerClient container)
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync())
            names.Add(blob.Name);
        return names;
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _disk.Dispose();
    }

    private async Task<object?> RunAsync(string instance, string name, string? json)
    {
        var activity = _provider.GetServices<IActivity>().Single(a => a.Name == name);
        var input = json is null ? null : JsonSerializer.Deserialize(json, activity.InputType, DurableJson.Options);
        return await activity.RunAsync(new ActivityContext(instance), input, CancellationToken.None);
    }
}
