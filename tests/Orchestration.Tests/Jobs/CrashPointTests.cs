using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Reaper;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>An orchestration that is terminated or purged wherever it can stand: the reaper returns what it held, and the others go on.</summary>
public abstract class CrashPointTests(IDurableRuntime runtime)
{
    private static readonly string[] Points = [.. EngineStages.All.Select(ActivityNames.Of), ActivityNames.Publish, "queued", "review"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_is_killed_at_any_point_leaves_no_lease(bool purge)
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        foreach (var (point, n) in Points.Select((p, n) => (p, n)))
            await KillAsync(harness, point, $"{(purge ? "p" : "t")}{n}", purge);
    }

    private static async Task KillAsync(JobHarness harness, string point, string name, bool purge)
    {
        var (ada, bob) = ($"ada-{name}", $"bob-{name}");
        var hold = new TaskCompletionSource<StageOutcome>();
        var victim = harness.Request(ada, review: point == "review", pool: name);
        var first = harness.Request(bob, pool: name);
        harness.Stage = i => i.JobId == victim.JobId && ActivityNames.Of(i.Stage) == point || i.JobId == first.JobId && i.Stage == Stage.Separate && point == "queued" ? hold.Task : null;
        harness.Publish = async input =>
        {
            if (input.JobId == victim.JobId && point == ActivityNames.Publish)
                await hold.Task;
            return new PublishOutcome(Files: []);
        };
        if (point == "queued")
            await harness.SubmitAndSettleAsync(first);
        await harness.SubmitAsync(victim);
        await harness.UntilAsync(victim.JobId, $"is at {point}", s => IsAt(harness, victim.JobId, s, point));

        // Two that wait for what it holds, or do not come to it while it is there.
        string[] others = [.. point == "queued" ? [first.JobId] : Array.Empty<string>(), await harness.SubmitAsync(harness.Request(ada, pool: name)), await harness.SubmitAsync(harness.Request(bob, pool: name))];
        await harness.Client.TerminateInstanceAsync(victim.JobId);
        await harness.EndAsync(victim.JobId);
        if (purge)
            Assert.True(await harness.Client.PurgeEndedAsync(victim.JobId, CancellationToken.None));
        hold.SetResult(new StageOutcome());

        // The reaper looks every ten seconds.
        var memory = ReaperMemory.Empty;
        for (var look = 0; look < 3; look++)
            memory = await LookAsync(harness, memory, TimeProvider.System.GetUtcNow().AddSeconds(10 * look), name, $"reap-{name}-{look}", [ada, bob]);
        foreach (var other in others)
        {
            await harness.EndAsync(other);
            Assert.Equal(JobState.Completed, await harness.StateAsync(other));
        }

        await harness.AssertNothingHeldAsync(ada, name);
        await harness.AssertNothingHeldAsync(bob, name);
    }

    private static bool IsAt(JobHarness harness, string jobId, JobStatus status, string point) => point switch
    {
        "queued" => status.State == JobState.QueuedGpu,
        "review" => status.State == JobState.AwaitingReview,
        _ => harness.Started.Contains((jobId, point)),
    };

    private static async Task<ReaperMemory> LookAsync(JobHarness harness, ReaperMemory memory, DateTimeOffset now, string pool, string id, string[] users)
    {
        var held = new List<HeldTicket>();
        if (await harness.PoolAsync(pool) is { } gpu)
            held.AddRange(HeldTicket.Of(SlotEntities.Gpu(pool), gpu));
        foreach (var user in users)
        {
            if (await harness.UserAsync(user) is { } slots)
                held.AddRange(HeldTicket.Of(SlotEntities.User(user), slots));
        }

        var alive = new Dictionary<string, JobLiveness>();
        foreach (var job in held.Select(h => h.JobId).Distinct())
            alive[job] = LivenessOf(await harness.Client.GetInstanceAsync(job, getInputsAndOutputs: true));
        var decision = ReaperPolicy.Decide(held, job => alive[job], memory, now, ReaperTimes.Default);
        IReadOnlyDictionary<string, IReadOnlyList<string>> Group(string entity) => decision.Reap.Where(t => t.Entity.Name == entity)
            .GroupBy(t => t.Entity.Key).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(t => t.Ticket)]);
        var input = new ReapInput(Group(SlotEntities.UserSlots), Group(SlotEntities.GpuSlots), decision.Resend);
        Assert.True(await harness.Client.StartOnceAsync(ReapOrchestrator.OrchestratorName, input, id, CancellationToken.None));
        await harness.EndAsync(id);
        return decision.Memory;
    }

    private static JobLiveness LivenessOf(OrchestrationMetadata? instance)
    {
        if (instance is null)
            return JobLiveness.Missing;
        if (instance.IsCompleted)
            return JobLiveness.Ended;
        var status = instance.ReadCustomStatusAs<JobStatus>();
        string?[] seen = [status?.Ticket, status is { UserGranted: true } ? status.UserTicket : null, status is { GpuGranted: true } ? status.GpuTicket : null];
        return new JobLiveness(JobExistence.Alive, [.. seen.OfType<string>()]);
    }
}
