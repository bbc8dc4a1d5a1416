using System.Collections.Concurrent;
using System.Globalization;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>
/// Many jobs at once whose stages fail, crash and are slow, with cancels, approvals and timeouts between: the limits hold all the
/// time, and in the end nobody holds anything.
/// </summary>
public abstract class StormTests(IDurableRuntime runtime)
{
    [Fact]
    public async Task No_schedule_breaks_a_limit_or_leaves_a_lease()
    {
        await using var harness = await JobHarness.StartAsync(runtime, globalJobs: 2, jobsPerUser: 2);
        var (random, gpu) = (new Random(7), new GpuUse());
        harness.Stage = i => RunAsync(i, Draw(random, 14), gpu);
        string[] users = ["ada", "bob", "cay"];
        var jobs = new List<string>();
        for (var i = 0; i < 36; i++)
        {
            var (user, pool) = (users[Draw(random, 3)], $"p{i % 4}");
            var request = harness.Request(user, review: i % 6 == 0, queueTimeout: 1 + Draw(random, 40), pool: pool);
            jobs.Add(await harness.SubmitAsync(request));
            if (Draw(random, 6) == 0)
                await harness.CancelAsync(jobs[Draw(random, jobs.Count)]);
            if (i % 6 == 3)
                await harness.ApproveAsync(jobs[i - 3]);
        }

        foreach (var job in jobs)
            await harness.EndAsync(job);
        Assert.InRange(gpu.Most, 1, harness.GlobalJobs);
        foreach (var user in users)
        {
            for (var pool = 0; pool < 4; pool++)
                await harness.AssertNothingHeldAsync(user, $"p{pool}");
        }

        var endings = new HashSet<JobState>();
        foreach (var job in jobs)
        {
            // One outcome: what the record says is what the status says.
            var status = await harness.StatusAsync(job);
            Assert.Equal(harness.Records[job].Status.State, status.State);
            Assert.True(status.State != JobState.TimedOut || status.StartedAt is null, $"{job} was granted and timed out.");
            endings.Add(status.State);
        }

        Assert.Superset(new HashSet<JobState> { JobState.Completed, JobState.Failed, JobState.Cancelled }, endings);
    }

    [Fact]
    public async Task A_grant_and_a_timeout_at_once_have_one_winner()
    {
        const int races = 40;
        const int timeout = 10;
        // Seconds by which the first lease comes free before the timeout, and the last after it. What happens between the end of a delay and
        // the grant takes a busy machine seconds, and delays vary by a quarter; timeouts do not: with a margin of 2, all jobs of one run had timed out.
        const double margin = 7;
        await using var harness = await JobHarness.StartAsync(runtime);
        var busy = new ConcurrentDictionary<string, bool>();
        harness.Stage = i => !i.UserId.StartsWith("bob", StringComparison.Ordinal) || i.Stage != Stage.Separate ? null
            : Task.FromResult(busy.TryAdd(i.UserId, true) ? Scripted.Fail(ErrorCodes.GpuBusy, Retryability.Busy) : Scripted.Fail(ErrorCodes.NoSpeech, Retryability.Never));

        // While its device is busy a job keeps the lease: here from well before the others time out until well after, and most often until about then.
        var (blockers, jobs) = (new List<string>(), new List<string>());
        for (var race = 0; race < races; race++)
        {
            var place = ((2.0 * race) / (races - 1)) - 1;
            var delay = timeout + (margin * place * Math.Abs(place));
            blockers.Add(await harness.SubmitAsync(harness.Request($"bob{race}", pool: $"p{race}", change: r => r with { Policy = r.Policy with { BusyDelay = delay } })));
            // One after the other: the time between the two of a race must not depend on how many there are.
            await harness.UntilAsync(blockers[race], "has its lease", s => s.StartedAt is not null);
            jobs.Add(await harness.SubmitAsync(harness.Request($"ada{race}", queueTimeout: timeout, pool: $"p{race}")));
        }

        var outcomes = new HashSet<JobState>();
        for (var race = 0; race < races; race++)
        {
            await harness.EndAsync(jobs[race]);
            var state = await harness.StateAsync(jobs[race]);
            outcomes.Add(state);
            Assert.Equal(state == JobState.Completed, harness.Started.Contains((jobs[race], ActivityNames.Of(Stage.Separate))));
            await harness.EndAsync(blockers[race]);
            await harness.AssertNothingHeldAsync($"ada{race}", $"p{race}");
        }

        Assert.Equal([JobState.Completed, JobState.TimedOut], outcomes.Order());
    }

    private static async Task<StageOutcome> RunAsync(StageInput input, int chance, GpuUse gpu)
    {
        var pool = input.Ticket is null ? null : PoolOf(input.JobId);
        gpu.Enter(pool);
        try
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5 + (chance * 3)));
            await tick.WaitForNextTickAsync();
            return chance switch
            {
                0 => Scripted.Fail(ErrorCodes.EngineFailed, Retryability.Transient),
                _ when input.JobId.EndsWith('7') && input.Stage == Stage.Transcribe => Scripted.Fail(ErrorCodes.NoSpeech, Retryability.Never),
                1 => throw new InvalidOperationException("crash"),
                _ => Scripted.Succeed(input),
            };
        }
        finally
        {
            gpu.Leave(pool);
        }
    }

    private static int Draw(Random random, int below)
    {
        lock (random)
            return random.Next(below);
    }

    /// <summary>Jobs are numbered from 1 and go to the pools in turn.</summary>
    private static string PoolOf(string jobId) => $"p{(int.Parse(jobId[(jobId.IndexOf(".job", StringComparison.Ordinal) + 4)..], CultureInfo.InvariantCulture) - 1) % 4}";

    /// <summary>How many stages run at once under leases of one pool, at most.</summary>
    private sealed class GpuUse
    {
        private readonly Dictionary<string, int> _now = [];

        public int Most { get; private set; }

        public void Enter(string? pool)
        {
            lock (_now)
            {
                if (pool is not null)
                    Most = Math.Max(Most, _now[pool] = _now.GetValueOrDefault(pool) + 1);
            }
        }

        public void Leave(string? pool)
        {
            lock (_now)
            {
                if (pool is not null)
                    _now[pool]--;
            }
        }
    }
}
