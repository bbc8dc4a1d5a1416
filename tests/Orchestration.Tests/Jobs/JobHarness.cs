using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Orchestration.Webhooks;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>The real orchestrators and the real semaphores on a runtime, with activities that a test scripts.</summary>
public sealed class JobHarness : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<(string Job, Task Activity)> _held = new();
    private readonly ConcurrentQueue<string> _operations = new();
    private readonly bool _repeatsOperations;
    private int _jobs;

    private JobHarness(IDurableRuntime runtime, int globalJobs, int jobsPerUser)
    {
        (GlobalJobs, JobsPerUser, _repeatsOperations) = (globalJobs, jobsPerUser, runtime.RepeatsOperations);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<DataConverter>(DurableJson.Converter);
        runtime.AddTo(builder.Services, AddTasks);
        _host = builder.Build();
    }

    public int GlobalJobs { get; }

    public int JobsPerUser { get; }

    public DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    /// <summary>Starts of activities: job and name.</summary>
    public ConcurrentQueue<(string Job, string Activity)> Started { get; } = new();

    /// <summary>Records that jobs ended with.</summary>
    public ConcurrentDictionary<string, JobRecord> Records { get; } = new();

    /// <summary>What a stage does; null lets it succeed. A task that is not done holds the job there.</summary>
    public Func<StageInput, Task<StageOutcome>?> Stage { get; set; } = _ => null;

    public Func<PublishInput, Task<PublishOutcome>> Publish { get; set; } = _ => Task.FromResult(new PublishOutcome(Files: [new PublishedFile("dubbed.mp4", 1)]));

    public Func<StartLanguagesInput, LanguagesOutcome> StartLanguages { get; set; } = _ => new LanguagesOutcome();

    /// <summary>What languages left.</summary>
    public Func<CollectLanguagesInput, LanguagesOutcome> Collect { get; set; } = input => new LanguagesOutcome(Artifacts: input.Languages
        .SelectMany(l => new[] { Artifacts.MixOf(l.Language), Artifacts.TranslationOf(l.Language) }).ToDictionary(n => n, n => new ArtifactRef($"k/{n}", $"hash-{n}", 1)));

    /// <summary>What webhooks are told; by default there are none.</summary>
    public Func<NoticeInput, NoticePlan> Plan { get; set; } = input => new NoticePlan([], [], input.Notice is { } notice && JobTransitions.IsTerminal(notice.State));

    public Func<DeliverInput, Task<DeliverOutcome>> Deliver { get; set; } = _ => Task.FromResult(DeliverOutcome.Settled);

    public static async Task<JobHarness> StartAsync(IDurableRuntime runtime, int globalJobs = 1, int jobsPerUser = 1)
    {
        var harness = new JobHarness(runtime, globalJobs, jobsPerUser);
        await harness._host.StartAsync();
        return harness;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _host.StopAsync();
        _host.Dispose();
        _stopping.Dispose();
    }

    /// <summary>A job of the pool with delays that a test can wait for.</summary>
    public JobRequest Request(string user = "ada", bool review = false, double queueTimeout = 3600, string pool = "default", Func<JobRequest, JobRequest>? change = null)
    {
        var id = $"{user}.job{Interlocked.Increment(ref _jobs)}";
        var request = new JobRequest
        {
            JobId = id,
            UserId = user,
            FileName = "talk.mp4",
            Source = new SourceRef($"{user}/{id}/talk.mp4", "\"1\"", 1000),
            Options = new DubbingOptions { TargetLanguage = "es" },
            Pool = pool,
            Review = review,
            SubmittedAt = TimeProvider.System.GetUtcNow(),
            Policy = new JobPolicy
            {
                QueueTimeout = queueTimeout, ReviewTimeout = 86_400, FirstDelay = 0.02, MaxDelay = 0.1, BusyDelay = 0.02, MaxVideoBytes = 1 << 20, MaxVideoSeconds = 600,
            },
            UserSettings = new UserSettings(JobsPerUser),
            PoolSettings = new PoolSettings(GlobalJobs, AdmissionPolicy.Fifo),
            Plan = [.. EngineStages.All.Select(s => new PlannedStage(
                s, s is Pipeline.Stages.Stage.Separate or Pipeline.Stages.Stage.Transcribe or Pipeline.Stages.Stage.Synthesize))],
        };
        return change?.Invoke(request) ?? request;
    }

    public async Task<string> SubmitAsync(JobRequest request)
    {
        var orchestrator = request.Languages.Count == 0 ? DubbingOrchestrator.OrchestratorName : LanguagesOrchestrator.OrchestratorName;
        Assert.True(await Client.StartOnceAsync(orchestrator, request, request.JobId, CancellationToken.None));
        return request.JobId;
    }

    public async Task<string> SubmitAndSettleAsync(JobRequest request)
    {
        var id = await SubmitAsync(request);
        await SettleAsync();
        return id;
    }

    /// <inheritdoc cref="JobRest"/>
    public Task SettleAsync() => JobRest.UntilAsync(Client, job => _held.Any(h => h.Job == job && !h.Activity.IsCompleted));

    public Task UntilAsync(string jobId, string what, Func<JobStatus, bool> condition) => Eventually.IsTrueAsync(
        $"{jobId} {what}", async () => await FindStatusAsync(jobId) is { } status && condition(status));

    public async Task<OrchestrationMetadata> EndAsync(string jobId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            return await Client.WaitForInstanceCompletionAsync(jobId, getInputsAndOutputs: true, limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"{jobId} does not end: {await FindStatusAsync(jobId)}", e);
        }
    }

    public async Task<JobStatus> StatusAsync(string jobId) => (await FindStatusAsync(jobId))!;

    public async Task<JobState> StateAsync(string jobId) => (await StatusAsync(jobId)).State;

    public Task CancelAsync(string jobId) => Client.RaiseEventAsync(jobId, JobEvents.Cancel);

    public Task ApproveAsync(string jobId, ArtifactRef? translation = null) =>
        Client.RaiseEventAsync(jobId, JobEvents.Approve, new ReviewApproval(translation, "ada"));

    public int OperationsOf(string jobId)
    {
        var operations = _operations.Where(operation => operation.StartsWith(jobId + ":", StringComparison.Ordinal));
        return (_repeatsOperations ? operations.Distinct() : operations).Count();
    }

    /// <summary>Nothing is leased and nobody waits.</summary>
    public async Task AssertNothingHeldAsync(string user = "ada", string pool = "default")
    {
        var gpu = await PoolAsync(pool);
        Assert.Empty(gpu?.Leases ?? []);
        Assert.Empty(gpu?.Waiting ?? []);
        var slots = await UserAsync(user);
        Assert.Empty(slots?.Leases ?? []);
        Assert.Empty(slots?.Waiting ?? []);
    }

    public Task<GpuSlotsState?> PoolAsync(string pool = "default") => Client.Entities.ReadStateAsync<GpuSlotsState>(SlotEntities.Gpu(pool), default);

    public Task<UserSlotsState?> UserAsync(string user) => Client.Entities.ReadStateAsync<UserSlotsState>(SlotEntities.User(user), default);

    /// <summary>Asks for a slot as a job does that is killed before it gets the answer.</summary>
    public async Task AskAndDieAsync(AcquireGpuSlot ask) =>
        await EndAsync(await Client.ScheduleNewOrchestrationInstanceAsync(nameof(AskAndDieAsync), ask));

    private async Task<JobStatus?> FindStatusAsync(string jobId) =>
        (await Client.GetInstanceAsync(jobId, getInputsAndOutputs: true))?.ReadCustomStatusAs<JobStatus>();

    private void AddTasks(DurableTaskRegistry registry)
    {
        var real = new DurableTaskRegistry().AddTransVoxTasks();
        foreach (var (name, create) in real.GetOrchestrators())
            registry.AddOrchestrator(name, () => create(_host!.Services));
        registry.AddOrchestratorFunc<AcquireGpuSlot>(nameof(AskAndDieAsync), (context, ask) =>
            context.Entities.SignalEntityAsync(SlotEntities.Gpu("default", ask.UserId, ask.Settings), SlotEntities.Acquire, ask));
        foreach (var (name, create) in real.GetEntities())
            registry.AddEntity(name, provider => new CountedEntity(create(provider), _operations.Enqueue));
        foreach (var stage in EngineStages.All)
            registry.AddActivityFunc<StageInput, StageOutcome>(ActivityNames.Of(stage), (_, input) => RunAsync(input));
        registry.AddActivityFunc<PublishInput, PublishOutcome>(ActivityNames.Publish, (_, input) =>
        {
            Started.Enqueue((input.JobId, ActivityNames.Publish));
            return Publish(input);
        });
        registry.AddActivityFunc<FinishInput, FinishOutcome>(ActivityNames.Finish, (_, input) =>
        {
            Started.Enqueue((input.Record.Request.JobId, ActivityNames.Finish));
            Records[input.Record.Request.JobId] = input.Record;
            return new FinishOutcome();
        });
        registry.AddActivityFunc<StartLanguagesInput, LanguagesOutcome>(ActivityNames.StartLanguages, (_, input) =>
        {
            Started.Enqueue((input.JobId, ActivityNames.StartLanguages));
            return StartLanguages(input);
        });
        registry.AddActivityFunc<CollectLanguagesInput, LanguagesOutcome>(ActivityNames.CollectLanguages, (_, input) => Collect(input));
        registry.AddActivityFunc<NoticeInput, NoticePlan>(ActivityNames.PlanNotice, (_, input) => Plan(input));
        registry.AddActivityFunc<DeliverInput, DeliverOutcome>(ActivityNames.Deliver, (_, input) => Deliver(input));
    }

    private Task<StageOutcome> RunAsync(StageInput input)
    {
        Started.Enqueue((input.JobId, ActivityNames.Of(input.Stage)));
        if (Stage(input) is not { } scripted)
            return Task.FromResult(Scripted.Succeed(input));
        _held.Enqueue((input.JobId, scripted));
        return scripted.WaitAsync(_stopping.Token);
    }
}
