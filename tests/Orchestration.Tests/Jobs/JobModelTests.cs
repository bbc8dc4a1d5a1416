using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Tests.Runtime;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>
/// Random schedules of several jobs: steps in any order, workers that die after an activity ran, duplicates, cancels, timers that
/// fire against grants. After each step the limits hold; at the end nobody holds anything.
/// </summary>
public sealed class JobModelTests
{
    [Fact]
    public async Task No_schedule_breaks_a_limit_or_leaves_a_lease()
    {
        var endings = new Dictionary<JobState, int>();
        for (var seed = 0; seed < 150; seed++)
        {
            foreach (var (state, count) in await RunAsync(seed))
                endings[state] = endings.GetValueOrDefault(state) + count;
        }

        // The schedules reach every ending there is.
        Assert.Equal([JobState.Completed, JobState.Failed, JobState.Cancelled, JobState.TimedOut, JobState.Rejected], endings.Keys.Order());
        Assert.All(endings.Values, n => Assert.True(n > 10, string.Join(", ", endings)));
    }

    private static async Task<Dictionary<JobState, int>> RunAsync(int seed)
    {
        var random = new Random(seed);
        var harness = new JobHarness(globalJobs: random.Next(1, 3), jobsPerUser: random.Next(1, 3));
        harness.Runtime.DuplicateClientEvents = random.Next(2) == 0;
        harness.Stage = _ => random.Next(12) switch
        {
            0 => Task.FromResult(JobHarness.Fail(ErrorCodes.EngineFailed, Retryability.Transient)),
            1 when random.Next(4) == 0 => Task.FromResult(JobHarness.Fail(ErrorCodes.NoSpeech, Retryability.Never)),
            2 when random.Next(4) == 0 => Task.FromException<StageOutcome>(new InvalidOperationException("crash")),
            _ => null,
        };
        string[] users = ["ada", "bob", "cay"];
        var jobs = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var request = harness.Request(users[random.Next(3)], review: random.Next(5) == 0, queueTimeout: random.Next(1, 120));
            jobs.Add(await harness.SubmitAsync(request));
        }

        for (var step = 0; jobs.Any(j => !harness.Runtime.Instances[j].IsTerminal); step++)
        {
            Assert.True(step < 20_000, $"Seed {seed} does not end.");
            await StepAsync(harness, random, jobs);
            AssertLimits(harness, users, seed);
        }

        await harness.Runtime.SettleAsync();
        foreach (var user in users)
            harness.AssertNothingHeld(user);
        foreach (var job in jobs)
        {
            // One outcome: what the record says is what the status says.
            Assert.Equal(harness.Records[job].Status.State, harness.State(job));
            Assert.True(harness.State(job) != JobState.TimedOut || harness.Status(job).StartedAt is null || harness.Status(job).Error!.Code == ErrorCodes.ReviewTimeout, $"Seed {seed}: {job} was granted and timed out.");
        }

        return jobs.GroupBy(harness.State).ToDictionary(g => g.Key, g => g.Count());
    }

    private static async Task StepAsync(JobHarness harness, Random random, List<string> jobs)
    {
        var runtime = harness.Runtime;
        var chance = random.Next(100);
        if (chance == 0)
            await harness.CancelAsync(jobs[random.Next(jobs.Count)]);
        if (chance is 1 or 2)
            await runtime.RaiseEventAsync(jobs[random.Next(jobs.Count)], JobEvents.Approve, new ReviewApproval(null, "x"));
        if (runtime.Ready.Count > 0 && (chance < 90 || runtime.Timers.Count == 0))
        {
            var step = runtime.Ready[random.Next(runtime.Ready.Count)];
            await runtime.StepAsync(step, lose: step.Kind == StepKind.Activity && random.Next(6) == 0);
        }
        else if (runtime.Timers.Count > 0)
        {
            runtime.Fire(runtime.Timers.MinBy(t => t.At));
        }
    }

    private static void AssertLimits(JobHarness harness, string[] users, int seed)
    {
        Assert.True(harness.GpuLeases.Count <= harness.GlobalJobs, $"Seed {seed}: {harness.GpuLeases.Count} GPU leases.");
        foreach (var user in users)
            Assert.True(harness.UserLeases(user).Count <= harness.JobsPerUser, $"Seed {seed}: {user}.");
        var gpu = harness.Runtime.EntityState<GpuSlotsState>(SlotEntities.Gpu("default"));
        Assert.True(gpu is null || gpu.WaitingCount == 0 || gpu.LeaseCount == harness.GlobalJobs, $"Seed {seed}: a slot is free and somebody waits.");
    }

    [Theory]
    [InlineData(500)]
    public async Task A_grant_and_a_timeout_at_once_have_one_winner(int races)
    {
        var outcomes = new HashSet<JobState>();
        for (var seed = 0; seed < races; seed++)
        {
            var random = new Random(seed);
            var harness = new JobHarness();
            var hold = new TaskCompletionSource<StageOutcome>();
            harness.Stage = i => i.UserId == "bob" && i.Stage == Stage.Transcribe ? hold.Task : null;
            await harness.SubmitAndSettleAsync(harness.Request("bob"));
            var id = await harness.SubmitAndSettleAsync(harness.Request(queueTimeout: 60));
            hold.SetResult(JobHarness.Fail(ErrorCodes.NoSpeech, Retryability.Never));
            var fireAfter = random.Next(12);
            for (var step = 0; harness.Runtime.Ready.Count > 0 || fireAfter >= step; step++)
            {
                if (step == fireAfter && harness.Runtime.Timers.FirstOrDefault(t => t.Instance == id) is { Instance: not null } timer)
                    harness.Runtime.Fire(timer);
                if (harness.Runtime.Ready is { Count: > 0 } ready)
                    await harness.Runtime.StepAsync(ready[random.Next(ready.Count)]);
            }

            var state = harness.State(id);
            outcomes.Add(state);
            Assert.True(harness.Runtime.Instances[id].IsTerminal);
            var ran = harness.Started.Any(s => s.Job == id && s.Activity == ActivityNames.Of(Stage.Separate));
            Assert.Equal(state == JobState.Completed, ran);
            harness.AssertNothingHeld();
        }

        Assert.Equal([JobState.Completed, JobState.TimedOut], outcomes.Order());
    }
}
