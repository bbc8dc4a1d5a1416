using TransVox.Orchestration.Admission.Forecast;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;
using Xunit;
using Xunit.Abstractions;

namespace TransVox.Orchestration.Tests.Admission;

public sealed class QueueSimulatorTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<JobPhase> OnePhase = [new(true, [Stage.Transcribe])];

    [Fact]
    public void Start_and_finish_follow_from_the_running_lease_and_the_learned_times()
    {
        var gpu = new GpuSlotsState();
        Acquire(gpu, "run", "u0", Start);
        var forecast = Run(gpu, Start.AddSeconds(40), 1, [Place("run", "u0") with { Running = true }, Place("a", "u1", 1), Place("b", "u2", 2)]);

        Assert.Equal(["a", "b"], forecast.Pools["default"].Select(e => e.JobId));
        Assert.Equal([1, 2], forecast.Pools["default"].Select(e => e.Position));
        // 100 s of video at 1 s per second: the running job has 60 s to go.
        Assert.Equal([100, 200], forecast.Pools["default"].Select(e => Math.Round((e.Start!.Value - Start).TotalSeconds)));
        Assert.Equal([200, 300], forecast.Pools["default"].Select(e => Math.Round((e.Finish!.Value - Start).TotalSeconds)));
        Assert.All(forecast.All, e => Assert.True(e.Earliest <= e.Start && e.Start <= e.Latest && e.Earliest >= Start.AddSeconds(40)));
        Assert.Equal(TimeSpan.FromSeconds(60), forecast.RetryAfter);
    }

    [Fact]
    public void A_new_user_overtakes_a_backlog_and_a_user_limit_holds()
    {
        var gpu = new GpuSlotsState();
        Acquire(gpu, "h0", "heavy", Start);
        var places = Enumerable.Range(1, 5).Select(i => Place($"h{i}", "heavy", i)).Append(Place("n", "new", 9)).Prepend(Place("h0", "heavy") with { Running = true });
        var forecast = Run(gpu, Start, 1, [.. places]);
        Assert.Equal(["n", "h1", "h2", "h3", "h4", "h5"], forecast.Pools["default"].Select(e => e.JobId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(29)]
    public void One_job_stands_alone_where_it_stands_among_all(int number)
    {
        var gpu = new GpuSlotsState();
        Acquire(gpu, "run", "u0", Start);
        LedgerPlace[] places = [Place("run", "u0") with { Running = true }, .. Enumerable.Range(0, 30).Select(i => Place($"j{i}", $"u{i % 7}", i))];
        var input = Input(gpu, Start.AddSeconds(40), 2, places, PoolMode.Active);
        var all = QueueSimulator.Run(input).All.Single(e => e.JobId == $"j{number}");
        var one = QueueSimulator.Run(input, $"j{number}");
        Assert.Equal(all, one);
        Assert.Null(QueueSimulator.Run(input, "run"));
        Assert.Null(QueueSimulator.Run(input, "unknown"));
    }

    [Fact]
    public void A_paused_pool_has_an_order_but_no_times_and_so_has_one_that_learned_nothing()
    {
        var gpu = new GpuSlotsState();
        var paused = Run(gpu, Start, 1, [Place("a", "u"), Place("b", "v", 1)], PoolMode.Paused);
        Assert.Equal([("a", 1, null), ("b", 2, null)], paused.All.Select(e => (e.JobId, e.Position, e.Start)));
        Assert.Equal(TimeSpan.FromSeconds(60), paused.RetryAfter);
        var input = Input(gpu, Start, 1, [Place("a", "u")], PoolMode.Active) with { Times = new StageTimeModel() };
        Assert.Null(QueueSimulator.Run(input).All.Single().Start);
    }

    [Fact]
    public void A_job_without_gpu_stages_waits_for_its_user_only_and_holds_up_nobody()
    {
        var gpu = new GpuSlotsState();
        Acquire(gpu, "run", "u0", Start);
        var forecast = Run(gpu, Start, 1, [Place("run", "u0") with { Running = true }, Place("text", "u1", 1) with { Stages = "e" }, Place("b", "u2", 2)]);
        Assert.Equal([0, 100], forecast.All.Select(e => Math.Round((e.Start!.Value - Start).TotalSeconds)));
        Assert.Equal(["text", "b"], forecast.All.Select(e => e.JobId));
        // It is off in what it takes to translate; the other one has the whole of the GPU after the first.
        Assert.Equal(200, Math.Round((forecast.All.Last().Finish!.Value - Start).TotalSeconds));
    }

    [Fact]
    public void A_plan_is_told_in_letters_where_it_is_not_the_usual_one()
    {
        IReadOnlyList<PlannedStage> Plan(params Stage[] skipped) =>
            [.. EngineStages.All.Select(s => new PlannedStage(s, s is Stage.Transcribe or Stage.Synthesize, skipped.Contains(s)))];
        Assert.Null(JobPhase.CodeOf(Plan()));
        Assert.Equal("CDe", JobPhase.CodeOf(Plan(Stage.Synthesize, Stage.Mix, Stage.Mux)));
        Assert.Equal("", JobPhase.CodeOf(Plan([.. EngineStages.All.Skip(1)])));
        Assert.Equal([(true, 2), (false, 1)], JobPhase.Of("CDe").Select(phase => (phase.UsesGpu, phase.Stages.Count)));
        Assert.Equal(4, JobPhase.Usual.Count);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 40)]
    [InlineData(8, 100)]
    public void Eighty_percent_of_starts_fall_into_the_interval(int slots, double since)
    {
        var random = new Random(11);
        var (inside, early, all) = (0, 0, 0);
        for (var round = 0; round < 200; round++)
        {
            var gpu = new GpuSlotsState();
            var times = new StageTimeModel();
            for (var i = 0; i < 60; i++)
                times.Observe("default", Stage.Transcribe, 100, Duration(random));
            for (var i = 0; i < slots; i++)
                Acquire(gpu, $"r{i}", $"r{i}", Start, slots);
            var running = Enumerable.Range(0, slots).Select(i => Place($"r{i}", $"r{i}") with { Running = true });
            var jobs = Enumerable.Range(0, 30).Select(i => Place($"j{i}", $"u{i}", i));
            var forecast = QueueSimulator.Run(Input(gpu, Start.AddSeconds(since), slots, [.. running, .. jobs], PoolMode.Active) with { Times = times });
            var free = new PriorityQueue<double, double>(running.Select(_ => LongerThan(since, random)).Select(end => (end, end)));
            foreach (var estimate in forecast.Pools["default"])
            {
                var at = free.Dequeue();
                var end = at + Duration(random);
                free.Enqueue(end, end);
                all++;
                var start = Start.AddSeconds(at);
                inside += start >= estimate.Earliest && start <= estimate.Latest ? 1 : 0;
                early += start < estimate.Start ? 1 : 0;
            }
        }

        output.WriteLine($"{100.0 * inside / all:0.0}% of {all} starts fell into the 80% interval, {100.0 * early / all:0.0}% before its middle");
        Assert.InRange((double)inside / all, 0.72, 0.87);
        Assert.InRange((double)early / all, 0.4, 0.6);
    }

    private static double LongerThan(double since, Random random)
    {
        var duration = Duration(random);
        while (duration <= since)
            duration = Duration(random);
        return duration;
    }

    private static double Duration(Random random) => 100 * Math.Max(0.1, 1 + (0.4 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));

    private static QueueForecast Run(GpuSlotsState gpu, DateTimeOffset now, int slots, IReadOnlyList<LedgerPlace> places, PoolMode mode = PoolMode.Active) =>
        QueueSimulator.Run(Input(gpu, now, slots, places, mode));

    private static QueueSimulation Input(GpuSlotsState gpu, DateTimeOffset now, int slots, IReadOnlyList<LedgerPlace> places, PoolMode mode)
    {
        var times = new StageTimeModel();
        for (var i = 0; i < 20; i++)
            times.Observe("default", Stage.Transcribe, 100, 100);
        return new QueueSimulation
        {
            Now = now,
            Pools = new Dictionary<string, GpuSlotsState> { ["default"] = gpu },
            Places = places,
            PoolSettings = _ => new PoolSettings(slots, Mode: mode),
            UserSettings = _ => new UserSettings(1),
            Times = times,
            Phases = OnePhase,
        };
    }

    private static void Acquire(GpuSlotsState gpu, string job, string user, DateTimeOffset now, int slots = 1) =>
        GpuSlotRules.Acquire(gpu, new AcquireGpuSlot(Tickets.Gpu(job, 1), job, user, 0, now, 1, new PoolSettings(slots)), now);

    private static LedgerPlace Place(string job, string user, int second = 0) => LedgerPlace.Create(job, user, Start.AddSeconds(second), mediaSeconds: 100);
}
