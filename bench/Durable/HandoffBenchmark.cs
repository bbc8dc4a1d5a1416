using System.Globalization;
using System.Text.Json;

namespace TransVox.Bench.Durable;

/// <summary>
/// How long a slot is idle: from the end of one activity to the start of the next, through both semaphores and one durable
/// commit. Measured with a short queue and with more than 10,000 jobs waiting.
/// </summary>
internal sealed class HandoffBenchmark : IBenchmark
{
    private const int Samples = 1_000;
    private const int Backlog = 10_000;
    private const int Milliseconds = 2;
    private const int WarmUps = 2;
    private const int Turns = 5;

    public string Name => "handoff";

    public string Description => "end of an activity to the start of the next on its slot, with a short queue and with 10,000 waiting [FOLDER]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var folder = args.Length > 0 ? args[0] : Path.GetTempPath();
        // A host runs for weeks: the code is measured as the JIT compiler leaves it, not while it works on it.
        for (var n = 0; n < WarmUps; n++)
        {
            await MeasureAsync(folder, Samples + 10, Samples, cancellationToken);
        }

        // Taken in turns, so that what else the machine does meanwhile weighs on both alike; the median turn counts.
        var (few, many) = (new List<List<double>>(), new List<List<double>>());
        for (var n = 0; n < Turns; n++)
        {
            few.Add(await MeasureAsync(folder, Samples + 10, Samples, cancellationToken));
            many.Add(await MeasureAsync(folder, Backlog + Samples + 10, Samples, cancellationToken));
        }

        var (few50, few99, many50, many99) = (Median(few, 0.5), Median(few, 0.99), Median(many, 0.5), Median(many, 0.99));
        var flush = DiskFlush.Measure(folder);
        return JsonSerializer.Serialize(new
        {
            bench = Name,
            p50_ms = few50,
            p99_ms = few99,
            p50_ms_with_10000_waiting = many50,
            p99_ms_with_10000_waiting = many99,
            ratio_p50_with_10000_waiting = Math.Round(many50 / few50, 3),
            ratio_p99_with_10000_waiting = Math.Round(many99 / few99, 3),
            disk_flush_p50_ms = P(flush, 0.5),
            disk_flush_p99_ms = P(flush, 0.99),
        });
    }

    /// <summary>What is in use, the runtimes of earlier turns not counted.</summary>
    private static long HeapBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static double P(List<double> samples, double p) => Math.Round(Percentiles.Of(samples, p), 3);

    private static double Median(List<List<double>> turns, double p) => Percentiles.Median(turns, turn => P(turn, p));

    private static async Task<List<double>> MeasureAsync(string folder, int jobs, int samples, CancellationToken cancellationToken)
    {
        var bench = await BenchRuntime.StartAsync(folder);
        await using (bench)
        {
            var empty = HeapBytes();
            var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            bench.Work.Gate = open.Task;
            bench.Work.Started = starts => _ = starts == samples && enough.TrySetResult();
            await Task.WhenAll(Enumerable.Range(0, jobs).Select(n => bench.ScheduleAsync(
                $"job-{n}", new SlotJob("user", 1, 1, TimeProvider.System.GetUtcNow(), Milliseconds), cancellationToken)));
            var held = HeapBytes() - empty;
            var (commits, allocated, cpu) = (bench.Counters.Commits, GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
            open.SetResult();
            await enough.Task.WaitAsync(cancellationToken);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            commits = bench.Counters.Commits - commits;
            var result = WorkActivity.Gaps(bench.Work.Snapshot(), samples);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{jobs,6} jobs: p50 {P(result, 0.5)} ms, p90 {P(result, 0.9)} ms, p99 {P(result, 0.99)} ms, max {P(result, 1)} ms, {commits / (double)samples:0.00} commits, {cpu.TotalMilliseconds / samples:0.00} ms of CPU and {allocated / 1024.0 / samples:0.0} KiB allocated per hand-off, {held / 1024.0 / jobs:0.00} KiB held per waiting job, {bench.Counters.Snapshots} snapshots"));
            return result;
        }
    }
}
