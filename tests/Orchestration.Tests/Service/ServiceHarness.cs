using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Everything that a host registers, on a real Azurite and Microsoft's worker, with containers and a disk of its own.</summary>
public sealed class ServiceHarness : IAsyncDisposable
{
    private readonly TemporaryFolder _disk = new();
    private readonly string _connectionString;
    private readonly IHost _host;
    private readonly string _name = Guid.CreateVersion7().ToString("n")[^12..];
    private volatile TaskCompletionSource _gate = new();

    private ServiceHarness(string connectionString, IReadOnlyDictionary<string, string?> settings, bool isSingle)
    {
        _connectionString = connectionString;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["storage:input_container"] = $"input-{_name}",
            ["storage:output_container"] = $"output-{_name}",
            ["storage:work_container"] = $"work-{_name}",
            ["storage:system_container"] = $"system-{_name}",
            ["storage:local_directory"] = _disk.Path,
            ["retry:first_delay_seconds"] = "1",
        }).AddInMemoryCollection(settings).Build();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IStageRunner>(Runner);
        builder.Services.AddSingleton(new ServiceInstances(isSingle));
        builder.Services.AddTransVoxOrchestration(configuration);
        builder.Services.AddDiskRoom(holdsJobs: true);
        new MicrosoftRuntime().AddTo(builder.Services, AddTasks);
        _host = builder.Build();
    }

    public ScriptedStageRunner Runner { get; } = new();

    /// <summary>The services' clock; blobs keep the storage's own times.</summary>
    public ShiftedTime Clock { get; } = new();

    /// <summary>Every activity runs twice, as after a worker that died before its result was stored.</summary>
    public bool RunTwice { get; set; }

    public DurableTaskClient Client => Get<DurableTaskClient>();

    public IJobService Jobs => Get<IJobService>();

    public IAdminService Admin => Get<IAdminService>();

    public BlobAreas Areas => Get<BlobAreas>();

    public BlobIntake Intake => Get<BlobIntake>();

    public string Disk => _disk.Path;

    public static ServiceInstances OneOfSeveral { get; } = new(IsSingle: false);

    public static Caller Ada { get; } = new("ada");

    public static Caller Bob { get; } = new("bob");

    public static Caller Operator { get; } = new("root", IsAdmin: true);

    public static Task<ServiceHarness> StartAsync(AzuriteFixture azurite, params (string Key, string Value)[] settings) => StartAsync(azurite, false, settings);

    /// <summary>The same, as the single instance of the service or as one of several.</summary>
    public static async Task<ServiceHarness> StartAsync(AzuriteFixture azurite, bool isSingle, params (string Key, string Value)[] settings)
    {
        var harness = new ServiceHarness(azurite.ConnectionString, settings.GroupBy(s => s.Key).ToDictionary(s => s.Key, s => (string?)s.Last().Value), isSingle);
        await harness._host.StartAsync();
        return harness;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

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
        await SettleAsync();
        return await GetAsync(job.Id);
    }

    public Task<JobView> GetAsync(string jobId) => Jobs.GetAsync(Operator, jobId, CancellationToken.None);

    /// <summary>Notes a start of a stage as the executor does, and leaves it at that, as a process that dies does.</summary>
    public async Task<ProgressReport> NoteStartAsync(string jobId, Stage stage, IProgressStore? store = null)
    {
        var input = new StageInput(
            jobId, Ada.UserId, stage, new DubbingOptions { TargetLanguage = "es" }, new SourceRef("none", "\"1\"", 1, "hash"), new Dictionary<string, ArtifactRef>(), 1, 1);
        ProgressReport? first = null;
        await (store ?? Get<IProgressStore>()).BeginAsync(jobId, last => Task.FromResult(first = ProgressReport.Begin(last, input, Clock.GetUtcNow())), CancellationToken.None);
        return first ?? throw new InvalidOperationException("It is poison already.");
    }

    /// <summary>The containers, by a client that does something around its requests: the message, and what sends it on.</summary>
    public BlobAreas AreasAround(Func<HttpMessage, Func<Task>, Task> around)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(new Around(around), HttpPipelinePosition.PerCall);
        return new BlobAreas(new BlobServiceClient(_connectionString, options), Get<StorageOptions>());
    }

    /// <summary>Names of all blobs of a container.</summary>
    public static async Task<List<string>> ListAsync(Azure.Storage.Blobs.BlobContainerClient container)
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync())
            names.Add(blob.Name);
        return names;
    }

    /// <summary>Lets activities run; until then jobs stand before their next one.</summary>
    public void Open() => _gate.TrySetResult();

    /// <summary>Lets everything happen until nothing more happens by itself, and holds the activities again.</summary>
    public async Task SettleAsync()
    {
        Open();
        await JobRest.UntilAsync(Client, _ => false);
        _gate = new TaskCompletionSource();
    }

    /// <summary>Lets a job run to its end, which an event is on its way to bring about.</summary>
    public async Task EndAsync(string jobId)
    {
        Open();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await Client.WaitForInstanceCompletionAsync(jobId, limit.Token);
        }
        catch (OperationCanceledException e)
        {
            var instance = await Client.GetInstanceAsync(jobId, getInputsAndOutputs: true);
            throw new TimeoutException($"{jobId} does not end: {instance?.RuntimeStatus} {instance?.SerializedCustomStatus}", e);
        }
    }

    /// <summary>Ids of all orchestrations.</summary>
    public async Task<List<string>> InstancesAsync()
    {
        var page = await Client.ReadPageAsync(new OrchestrationQuery(PageSize: 1000), CancellationToken.None);
        return [.. page.Values.Select(i => i.InstanceId)];
    }

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetCanceled();
        await _host.StopAsync();
        // The emulator looks through all that it holds at each request, and other tests go on with it.
        foreach (var container in new[] { Areas.Input, Areas.Output, Areas.Work, Areas.System }.Where(c => c.Name.EndsWith(_name, StringComparison.Ordinal)))
            await container.DeleteIfExistsAsync();
        _host.Dispose();
        _disk.Dispose();
    }

    private void AddTasks(DurableTaskRegistry registry)
    {
        var real = new DurableTaskRegistry().AddTransVoxTasks();
        foreach (var (name, create) in real.GetOrchestrators())
            registry.AddOrchestrator(name, () => create(_host!.Services));
        foreach (var (name, create) in real.GetEntities())
            registry.AddEntity(name, create);
        foreach (var (name, create) in real.GetActivities())
            registry.AddActivity(name, services => new GatedActivity(create(services), () => _gate.Task, () => RunTwice));
    }

    private sealed class Around(Func<HttpMessage, Func<Task>, Task> around) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            new(around(message, () => ProcessNextAsync(message, pipeline).AsTask()));
    }

    /// <summary>An activity that waits for the test.</summary>
    private sealed class GatedActivity(ITaskActivity activity, Func<Task> gate, Func<bool> twice) : ITaskActivity
    {
        public Type InputType => activity.InputType;

        public Type OutputType => activity.OutputType;

        public async Task<object?> RunAsync(TaskActivityContext context, object? input)
        {
            await gate();
            if (twice())
                await activity.RunAsync(context, input);
            return await activity.RunAsync(context, input);
        }
    }
}
