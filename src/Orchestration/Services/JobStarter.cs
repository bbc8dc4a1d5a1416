using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Webhooks;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Composes a job's request, with the settings of the moment stamped in, and starts it.</summary>
public sealed class JobStarter(
    IDurableTaskClientProvider clients, IQueuePlaces places, IStageRunner runner, IOptions<TransVoxOptions> options, WebhookStore webhooks, UserErasures erasures,
    DiskRoom disk, TimeProvider time)
{
    private readonly TransVoxOptions _options = options.Value;

    public string DefaultPool => _options.Scheduling.DefaultPool;

    public int CostIn(string pool) => _options.Scheduling.Pools.GetValueOrDefault(pool)?.JobCost ?? 1;

    /// <summary>The request of a job under the limits in force.</summary>
    public JobRequest Compose(
        string jobId, string userId, SubmitCommand command, SourceRef source, string pool, LiveLimits limits,
        IReadOnlyDictionary<string, ArtifactRef>? provided = null, JobError? rejection = null)
    {
        provided ??= new Dictionary<string, ArtifactRef>();
        // A rejected job runs nothing, whatever it named. Another's default may be a different one tomorrow: the name is stamped in.
        var profile = rejection is null ? SubmitChecks.ProfileOf(command.Options, runner) : null;
        var options = profile is null ? command.Options : command.Options with { Profile = profile.Name };
        return new JobRequest
        {
            JobId = jobId,
            UserId = userId,
            FileName = command.FileName,
            Source = source,
            SourceUrl = command.SourceUrl is { } url ? SourceAddresses.Shown(new Uri(url)) : null,
            Options = options,
            Priority = limits.EnablePriority ? command.Priority : JobPriority.Normal,
            Pool = pool,
            Cost = CostIn(pool),
            Review = command.Review,
            SubmittedAt = time.GetUtcNow(),
            Policy = PolicyOf(limits, profile?.MaxVideoMinutes),
            UserSettings = LimitsFromOptions.ForUser(limits, userId, _options.Scheduling),
            PoolSettings = LimitsFromOptions.ForPool(limits, pool, _options.Scheduling),
            Plan = rejection is null ? [.. FetchOf(source), .. JobPlanner.Plan(runner, options, [.. provided.Keys])] : [],
            Languages = rejection is null ? JobPlanner.PlanLanguages(runner, options, [.. provided.Keys], () => JobIds.New(userId, time.GetUtcNow())) : [],
            Provided = provided,
            Rejection = rejection,
        };
    }

    /// <summary>Takes a place in the queue; <see cref="GiveUpAsync"/> gives it back when the job does not come to be.</summary>
    /// <exception cref="RequestException"><c>queue_full</c>, <c>user_busy</c>, <c>disk_full</c>; <c>conflict</c>: the user is being erased.</exception>
    public Task TakePlaceAsync(
        string jobId, string userId, SubmitCommand command, string pool, LiveLimits limits, IReadOnlyDictionary<string, ArtifactRef> provided,
        CancellationToken cancellationToken) =>
        TakePlaceAsync(jobId, userId, pool, command.Priority, JobPlanner.Plan(runner, command.Options, [.. provided.Keys]), limits, cancellationToken);

    /// <summary>The same for a request that is composed already.</summary>
    public Task TakePlaceAsync(JobRequest request, LiveLimits limits, CancellationToken cancellationToken) =>
        TakePlaceAsync(request.JobId, request.UserId, request.Pool, request.Priority, request.Plan, limits, cancellationToken);

    /// <summary>Keeps the place while the video comes in.</summary>
    public IAsyncDisposable KeepPlace(string jobId) => places.KeepPlace(jobId);

    public Task GiveUpAsync(string jobId) => places.EndedAsync(jobId, CancellationToken.None);

    /// <summary>Starts the job; false when it exists already.</summary>
    public async Task<bool> StartAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var told = (await webhooks.ListAsync(request.UserId, cancellationToken)).Count > 0;
        // Before the job, whose first notice would find nobody; without one it ends when it looks for it.
        if (told)
            await NotifyOrchestrator.StartAsync(clients.GetClient(), request.JobId, cancellationToken);
        return await clients.GetClient().StartOnceAsync(
            OrchestratorOf(request), request with { Webhooks = told }, request.JobId, cancellationToken);
    }

    public static string OrchestratorOf(JobRequest request) =>
        request.Languages.Count == 0 ? DubbingOrchestrator.OrchestratorName : LanguagesOrchestrator.OrchestratorName;

    private async Task TakePlaceAsync(
        string jobId, string userId, string pool, JobPriority priority, IReadOnlyList<PlannedStage> plan, LiveLimits limits, CancellationToken cancellationToken)
    {
        disk.RequireForJob();
        if (await erasures.ContainsAsync(userId, cancellationToken))
            throw new RequestException(ErrorCodes.Conflict, "What the service holds about you is being erased. Submit again when that is done.");
        await places.TakeAsync(new QueuePlaceRequest(jobId, userId, pool, (int)priority, CostIn(pool), time.GetUtcNow(), plan), limits, cancellationToken);
    }

    private static IEnumerable<PlannedStage> FetchOf(SourceRef source) => source.IsStored ? [] : [new PlannedStage(Stage.Fetch, UsesGpu: false)];

    private JobPolicy PolicyOf(LiveLimits limits, int? maxMinutes) => new()
    {
        QueueTimeout = limits.QueueTimeout,
        ReviewTimeout = _options.Review.TimeoutSeconds,
        MaxAttempts = _options.Retry.MaxAttempts,
        FirstDelay = _options.Retry.FirstDelaySeconds,
        MaxDelay = _options.Retry.MaxDelaySeconds,
        BusyDelay = _options.Retry.BusyDelaySeconds,
        MaxBusy = _options.Retry.MaxBusySeconds,
        PoisonAfter = _options.Retry.PoisonAfter,
        CancelGrace = _options.Retry.CancelGraceSeconds,
        MaxVideoBytes = limits.MaxVideoSizeMb * 1024L * 1024L,
        MaxVideoSeconds = Math.Min(limits.MaxVideoDurationMinutes, maxMinutes ?? int.MaxValue) * 60.0,
    };
}
