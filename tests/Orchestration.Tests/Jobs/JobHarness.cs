using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission;
using TransVox.Orchestration.Durable;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Tests.Runtime;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>The real orchestrator and the real semaphores on the test runtime, with activities that a test scripts.</summary>
public sealed class JobHarness
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _jobs;

    public JobHarness(int globalJobs = 1, int jobsPerUser = 1)
    {
        (GlobalJobs, JobsPerUser) = (globalJobs, jobsPerUser);
        Runtime = new TestRuntime(
            [new DubbingOrchestrator(), new ApplyLimitsOrchestrator(), new ReapOrchestrator()],
            [new UserSlotsEntity(), new GpuSlotsEntity()],
            new FakeTimeProvider(Start))
        { Activity = RunAsync };
    }

    public int GlobalJobs { get; }

    public int JobsPerUser { get; }

    public TestRuntime Runtime { get; }

    /// <summary>Starts of activities: job and name.</summary>
    public List<(string Job, string Activity)> Started { get; } = [];

    /// <summary>Records that jobs ended with.</summary>
    public Dictionary<string, JobRecord> Records { get; } = [];

    /// <summary>What a stage does; null lets it succeed.</summary>
    public Func<StageInput, Task<StageOutcome>?> Stage { get; set; } = _ => null;

    public Func<PublishInput, PublishOutcome> Publish { get; set; } = _ => new PublishOutcome(Files: [new PublishedFile("dubbed.mp4", 1)]);

    public JobRequest Request(string user = "ada", bool review = false, double queueTimeout = 3600, Func<JobRequest, JobRequest>? change = null)
    {
        var at = Runtime.Time.GetUtcNow();
        var id = $"{user}.job{++_jobs}";
        var request = new JobRequest
        {
            JobId = id,
            UserId = user,
            FileName = "talk.mp4",
            Source = new SourceRef($"{user}/{id}/talk.mp4", "\"1\"", 1000),
            Options = new DubbingOptions { TargetLanguage = "es" },
            Review = review,
            SubmittedAt = at,
            Policy = new JobPolicy { QueueTimeout = queueTimeout, ReviewTimeout = 86_400, MaxVideoBytes = 1 << 20, MaxVideoSeconds = 600 },
            UserSettings = new UserSettings(JobsPerUser),
            PoolSettings = new PoolSettings(GlobalJobs, AdmissionPolicy.Fifo),
            Plan = [.. Enum.GetValues<Stage>().Select(s => new PlannedStage(
                s, s is Pipeline.Stages.Stage.Separate or Pipeline.Stages.Stage.Transcribe or Pipeline.Stages.Stage.Synthesize))],
        };
        return change?.Invoke(request) ?? request;
    }

    public async Task<string> SubmitAsync(JobRequest request)
    {
        Assert.True(await Runtime.ScheduleNewOrchestrationInstanceAsync(DubbingOrchestrator.OrchestratorName, request, request.JobId));
        return request.JobId;
    }

    public async Task<string> SubmitAndSettleAsync(JobRequest request)
    {
        var id = await SubmitAsync(request);
        await Runtime.SettleAsync();
        return id;
    }

    public JobStatus Status(string jobId) =>
        JsonSerializer.Deserialize<JobStatus>(Runtime.Instances[jobId].CustomStatus!, DurableJson.Options)!;

    public JobState State(string jobId) => Status(jobId).State;

    public Task CancelAsync(string jobId) => Runtime.RaiseEventAsync(jobId, JobEvents.Cancel);

    public int OperationsOf(string jobId) => Runtime.EntityCalls.Count(c => c.Caller == jobId);

    /// <summary>Nothing is leased and nobody waits.</summary>
    public void AssertNothingHeld(string user = "ada")
    {
        var gpu = Runtime.EntityState<GpuSlotsState>(SlotEntities.Gpu("default"));
        Assert.Empty(gpu?.Leases ?? []);
        Assert.Empty(gpu?.Waiting ?? []);
        var slots = Runtime.EntityState<UserSlotsState>(SlotEntities.User(user));
        Assert.Empty(slots?.Leases ?? []);
        Assert.Empty(slots?.Waiting ?? []);
    }

    public IReadOnlyList<GpuLease> GpuLeases => Runtime.EntityState<GpuSlotsState>(SlotEntities.Gpu("default"))?.Leases ?? [];

    public IReadOnlyList<UserLease> UserLeases(string user) => Runtime.EntityState<UserSlotsState>(SlotEntities.User(user))?.Leases ?? [];

    public static StageOutcome Succeed(StageInput input) => new(
        Artifacts: OutputsOf(input.Stage).ToDictionary(n => n, n => new ArtifactRef($"{input.UserId}/k/{n}", $"hash-{n}", 1)),
        Engine: "test 1",
        Seconds: 1,
        MediaSeconds: input.Stage == Pipeline.Stages.Stage.Probe ? 10 : null,
        SourceSha256: input.Stage == Pipeline.Stages.Stage.Probe ? "hash-source" : null);

    public static StageOutcome Fail(string code, Retryability retry) => StageOutcome.Failed(new ActivityError(code, "It failed.", retry));

    private static string[] OutputsOf(Stage stage) => stage switch
    {
        Pipeline.Stages.Stage.Probe => [Artifacts.MediaInfo],
        Pipeline.Stages.Stage.Extract => [Artifacts.Audio],
        Pipeline.Stages.Stage.Separate => [Artifacts.Speech, Artifacts.Background],
        Pipeline.Stages.Stage.Transcribe => [Artifacts.Transcript],
        Pipeline.Stages.Stage.Translate => [Artifacts.Translation],
        Pipeline.Stages.Stage.Synthesize => [Artifacts.Clips, Artifacts.Voice],
        Pipeline.Stages.Stage.Mix => [Artifacts.Mix],
        _ => [Artifacts.Dubbed],
    };

    private async Task<object?> RunAsync(string instance, string name, string? json)
    {
        Started.Add((instance, name));
        if (name == ActivityNames.Publish)
            return Publish(Read<PublishInput>(json));
        if (name == ActivityNames.Finish)
        {
            var input = Read<FinishInput>(json);
            Records[instance] = input.Record;
            return new FinishOutcome();
        }

        var stage = Read<StageInput>(json);
        return Stage(stage) is { } scripted ? await scripted : Succeed(stage);
    }

    private static T Read<T>(string? json) => JsonSerializer.Deserialize<T>(json!, DurableJson.Options)!;
}
