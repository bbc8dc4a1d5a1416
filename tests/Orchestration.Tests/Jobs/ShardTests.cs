using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>A pool in two shards: jobs of both get its slots, and what is lost on the way between them is found again.</summary>
public abstract class ShardTests(IDurableRuntime runtime)
{
    private const int Slots = 2;

    // The shards of their jobs.
    private static readonly (string AtFirst, string AtSecond) Users = ("bob", "ada");

    [Fact]
    public async Task Jobs_of_all_shards_share_the_slots_and_each_gets_its_part_back()
    {
        await using var harness = await JobHarness.StartAsync(runtime, Slots, jobsPerUser: 3);
        var (hold, others) = (new TaskCompletionSource<StageOutcome>(), new TaskCompletionSource<StageOutcome>());
        harness.Stage = i => i.Stage != Stage.Separate ? null : i.JobId.EndsWith("job1", StringComparison.Ordinal) ? hold.Task : others.Task;

        // Both slots are borrowed by the second shard, whose third job waits.
        foreach (var _ in Enumerable.Range(0, 3))
            await harness.SubmitAndSettleAsync(Request(harness, Users.AtSecond));
        Assert.Equal([0, 2], await HeldAsync(harness));
        Assert.Equal(1, await WaitingAsync(harness));

        // The next that is free goes to the shard that has none of its part, although the third job has waited longer.
        var late = await harness.SubmitAndSettleAsync(Request(harness, Users.AtFirst));
        Assert.Equal(JobState.QueuedGpu, await harness.StateAsync(late));
        hold.SetResult(new StageOutcome());
        await harness.SettleAsync();
        Assert.Equal(JobState.Running, await harness.StateAsync(late));
        Assert.Equal([1, 1], await HeldAsync(harness));
        // The first job waits for its second phase.
        Assert.Equal(2, await WaitingAsync(harness));

        others.SetResult(new StageOutcome());
        await harness.SettleAsync();
        Assert.Equal(4, harness.Records.Count(r => r.Value.Status.State == JobState.Completed));
        foreach (var user in (string[])[Users.AtFirst, Users.AtSecond])
            await harness.AssertNothingHeldAsync(user);
        Assert.Empty((await PoolAsync(harness)).Lost);
    }

    [Fact]
    public async Task What_a_killed_job_carried_between_shards_is_found_again()
    {
        await using var harness = await JobHarness.StartAsync(runtime, Slots, jobsPerUser: 3);
        harness.Stage = i => i.UserId == Users.AtFirst && i.Stage == Stage.Separate ? Scripted.Never() : null;
        var running = await harness.SubmitAndSettleAsync(Request(harness, Users.AtFirst));

        var settings = Settings(Slots);
        var ghost = Tickets.Gpu($"{Users.AtSecond}.ghost", 1);
        await harness.AskAndDieAsync(new AcquireGpuSlot(ghost, Tickets.JobOf(ghost), Users.AtSecond, 0, TimeProvider.System.GetUtcNow(), 1, settings));
        await Eventually.IsTrueAsync("its shard has not reported", async () => (await PoolAsync(harness)).Lost is [{ Shard: 1 }]);

        // Whatever is configured now, a question has the settings that the pool has.
        var changed = await PoolShards.ReadAsync(harness.Client, "default", new PoolSettings(9, Version: 9), CancellationToken.None);
        Assert.Equal([settings], changed.Lost.Select(ask => ask.Settings));

        var input = new ReapInput(
            new Dictionary<string, IReadOnlyList<string>>(), new Dictionary<string, IReadOnlyList<string>>(), [], [new LostShare("default", (await PoolAsync(harness)).Lost[0])]);
        Assert.True(await harness.Client.StartOnceAsync(ReapOrchestrator.OrchestratorName, input, "reap-1", CancellationToken.None));
        await harness.EndAsync("reap-1");
        var pool = await PoolAsync(harness);
        Assert.Empty(pool.Lost);
        Assert.Equal([Tickets.Gpu(running, 1), ghost], pool.Whole(TimeProvider.System.GetUtcNow()).Leases.Select(l => l.Ticket));
    }

    private static JobRequest Request(JobHarness harness, string user) => harness.Request(user, change: r => r with { PoolSettings = Settings(Slots) });

    private static PoolSettings Settings(int slots) => new(slots, AdmissionPolicy.Fifo, Shards: 2);

    private static Task<PoolShards> PoolAsync(JobHarness harness) => PoolShards.ReadAsync(harness.Client, "default", Settings(Slots), CancellationToken.None);

    private static async Task<IEnumerable<long>> HeldAsync(JobHarness harness) => (await PoolAsync(harness)).Shards.Select(s => s.State.Share!.Held);

    private static async Task<int> WaitingAsync(JobHarness harness) => (await PoolAsync(harness)).Shards[1].State.WaitingCount;
}
