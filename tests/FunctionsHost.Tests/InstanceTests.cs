using Xunit.Abstractions;

namespace TransVox.Conformance;

/// <summary>Two instances of the app on one task hub; alone on the machine, for they are two hosts already.</summary>
[CollectionDefinition(nameof(InstanceTests), DisableParallelization = true)]
[Collection(nameof(InstanceTests))]
public sealed class InstanceTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Slots = 2;
    private const int Users = 4;
    private const int JobsPerUser = 3;

    // A partition of the dead instance is free when its lease has run out, which is a minute.
    private static readonly TimeSpan Failover = TimeSpan.FromMinutes(3);

    private readonly List<FunctionsHostProcess> _instances = [];
    private readonly FakeEngines _engines = new();
    private AzuriteServer? _storage;

    public async Task InitializeAsync()
    {
        _storage = await AzuriteServer.StartAllAsync();
        var settings = new Dictionary<string, string>
        {
            ["concurrency:max_global_jobs"] = $"{Slots}",
            ["concurrency:max_jobs_per_user"] = $"{Slots}",
            // Five minutes in production. How long the test waits is all that depends on it.
            [FunctionsHostProcess.StorageProvider + "workItemQueueVisibilityTimeout"] = "00:01:00",
        };
        _instances.AddRange([new(_storage.ConnectionString, settings, _engines), new(_storage.ConnectionString, settings, _engines)]);
        await Task.WhenAll(_instances.Select(instance => instance.StartAsync()));
    }

    public async Task DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        await _engines.EndAsync();
    }

    [Fact]
    public async Task Killed_in_a_stage_and_among_grants_an_instance_loses_nothing_and_the_other_goes_on()
    {
        var plans = Enumerable.Range(0, Users * JobsPerUser).Select(i => new VideoPlan($"kill-{i}", secondsPerStage: 0.2)).ToList();
        // The first one is in the stage when its instance dies; the others pass slots on to each other at the same time.
        plans[0].With("Transcribe", "hang", true).With("Transcribe", "times", 1);
        var jobs = new List<(string User, string Id)>();
        foreach (var (plan, i) in plans.Select((plan, i) => (plan, i)))
        {
            using var caller = new ServiceCaller(_instances[i % 2].Url, $"kill-{i % Users}");
            jobs.Add((caller.UserId, await caller.SubmitAsync(plan)));
        }

        var hanging = await HangingProcessAsync(plans[0]);
        var victim = _instances.Single(instance => instance.Owns(hanging));
        var survivor = _instances.Single(instance => instance != victim);
        await Eventually.IsTrueAsync("slots change hands", () => plans.Skip(1).Any(plan => _engines.Log.Of(plan.Id).Any(entry => entry is { Stage: "Transcribe", IsStart: false })), Failover);
        var finished = new HashSet<(string Plan, string Stage)>();
        foreach (var ((user, id), plan) in jobs.Zip(plans))
        {
            using var caller = new ServiceCaller(survivor.Url, user);
            var stages = (await caller.JobAsync(id))["stages"]!.AsArray().Where(stage => stage!["state"]!.GetValue<string>() == "Completed");
            finished.UnionWith(stages.Select(stage => (plan.Id, stage!["stage"]!.GetValue<string>())));
        }

        await victim.KillAsync();
        // Afterwards: what began while the signal was on its way is cut off too.
        var killed = Micros();
        var timerRuns = TimerRuns();
        foreach (var (user, id) in jobs)
        {
            using var caller = new ServiceCaller(survivor.Url, user);
            await caller.WaitForEndAsync(id, within: Failover);
        }

        var runs = _engines.Log.Runs();
        CheckLimit(runs, killed);
        CheckWork(plans, runs, finished, killed);
        var again = runs.Where(run => run.StartMicros > killed).ToList();
        output.WriteLine($"{plans.Count} jobs; after the kill a stage began after {Seconds(killed, again[0])} s, the one that was cut off after "
            + $"{Seconds(killed, again.First(run => run.Plan == plans[0].Id && run.Stage == "Transcribe"))} s, the last after {Seconds(killed, again[^1])} s.");

        await victim.StartAsync();
        using var late = new ServiceCaller(victim.Url, "late");
        await late.WaitForEndAsync(await late.SubmitAsync(new VideoPlan("kill-late")), within: Failover);
        // On whichever instance got the timer's lock when that of the dead one had run out.
        try
        {
            await Eventually.IsTrueAsync("the timer runs", () => TimerRuns() > timerRuns, Failover);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} The instances wrote:\n{string.Join("\n====\n", _instances.Select(instance => instance.Output))}", e);
        }

        Assert.Equal(0, await survivor.StopAsync());
    }

    private async Task<int> HangingProcessAsync(VideoPlan plan)
    {
        await Eventually.IsTrueAsync("the stage hangs", () => _engines.RunsCounted(plan, "Transcribe") == 1, Failover);
        return _engines.Log.Of(plan.Id).Last(entry => entry is { Stage: "Transcribe", IsStart: true }).ProcessId;
    }

    private static void CheckLimit(IReadOnlyList<FakeToolRun> runs, long killed)
    {
        // What has no end was cut off by the kill.
        var gpu = runs.Where(run => run.Stage is "Separate" or "Transcribe" or "Synthesize")
            .Select(run => new Timeline.Span(run.Plan, run.StartMicros, run.EndMicros ?? Math.Max(run.StartMicros, killed)));
        Assert.Equal(Slots, Timeline.MostAtOnce(gpu));
    }

    private static void CheckWork(List<VideoPlan> plans, IReadOnlyList<FakeToolRun> runs, HashSet<(string Plan, string Stage)> finished, long killed)
    {
        var stages = runs.GroupBy(run => (run.Plan, run.Stage)).ToList();
        Assert.Equal(plans.Count * 8, stages.Count);
        Assert.All(stages, stage =>
        {
            // Run to its end twice only where the kill came between the end of the program and the commit of what it made.
            Assert.InRange(stage.Count(run => run.Succeeded && run.StartMicros < killed), 0, 1);
            Assert.InRange(stage.Count(run => run.StartMicros > killed), 0, 1);
            Assert.Contains(stage, run => run.Succeeded);
            Assert.False(finished.Contains(stage.Key) && stage.Any(run => run.StartMicros > killed), $"{stage.Key} ran again although it was finished.");
            Assert.All(stage.Where(run => !run.Succeeded), run => Assert.True(run.StartMicros < killed, $"{stage.Key} failed without cause."));
        });
        Assert.Contains(runs, run => run.Plan == plans[0].Id && run is { Stage: "Transcribe", EndMicros: null });
    }

    private int TimerRuns() => _instances.Sum(instance => instance.Output.Split("Executed 'Reaper' (Succeeded").Length - 1);

    private static double Seconds(long from, FakeToolRun run) => Math.Round((run.StartMicros - from) / 1e6, 1);

    private static long Micros() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
