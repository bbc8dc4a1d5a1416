using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TransVox.Bench.Durable;

namespace TransVox.Bench.Simulation;

/// <summary>
/// Ten users with one ten-minute job each on 1, 3 and 5 slots, through the durable runtime and both semaphores, minutes scaled to
/// parts of a second; beside what the service's predecessor did.
/// </summary>
internal sealed class TableBenchmark : IBenchmark
{
    private const int Users = 10;
    private const double JobMinutes = 10;
    private const int DefaultMilliseconds = 2_400;

    private static readonly (int Slots, double OldPerHour, double OldWait)[] Old = [(1, 6, 50), (3, 18, 15), (5, 30, 10)];

    public string Name => "table";

    public string Description => "10 users, one ten-minute job each (scaled), 1/3/5 slots: jobs per hour and waits beside the old server's [MS PER JOB] [FOLDER]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var milliseconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultMilliseconds;
        var folder = args.Length > 1 ? args[1] : Path.GetTempPath();
        // What is compiled on the first use must not be taken for waiting.
        await MeasureAsync(folder, 5, 20, cancellationToken);
        Console.WriteLine("| slots | old: jobs/h | wait | new: jobs/h | wait | optimum: jobs/h | wait | reached |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var rows = new List<Row>();
        foreach (var (slots, oldPerHour, oldWait) in Old)
        {
            var row = await MeasureAsync(folder, slots, milliseconds, cancellationToken);
            rows.Add(row);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {slots} | {oldPerHour} | ~{oldWait} min | {row.PerHour:0.000} | {row.WaitMinutes:0.00} min | {slots * 60 / JobMinutes} | {OptimalWait(slots):0.##} min | {row.Ratio:0.00%} |"));
        }

        return JsonSerializer.Serialize(new
        {
            bench = Name,
            ratio = Math.Round(rows.Min(r => r.Ratio), 5),
            jobs_per_hour = rows.Select(r => Math.Round(r.PerHour, 3)),
            wait_minutes = rows.Select(r => Math.Round(r.WaitMinutes, 3)),
            optimum_jobs_per_hour = Old.Select(o => o.Slots * 60 / JobMinutes),
            optimum_wait_minutes = Old.Select(o => OptimalWait(o.Slots)),
            ms_per_job = milliseconds,
        });
    }

    private static double OptimalWait(int slots) => Enumerable.Range(0, Users).Average(i => i / slots * JobMinutes);

    private static async Task<Row> MeasureAsync(string folder, int slots, int milliseconds, CancellationToken cancellationToken)
    {
        await using var bench = await BenchRuntime.StartAsync(folder);
        var ids = Enumerable.Range(0, Users).Select(n => $"table-{n}").ToArray();
        var submitted = Stopwatch.GetTimestamp();
        await Task.WhenAll(ids.Select((id, n) => bench.ScheduleAsync(
            id, new SlotJob($"user-{n}", 1, slots, TimeProvider.System.GetUtcNow(), milliseconds), cancellationToken)));
        await Task.WhenAll(ids.Select(id => bench.CompletionAsync(id, cancellationToken)));
        return Evaluate(bench.Work.Snapshot(), submitted, slots, milliseconds);
    }

    // Jobs per hour of a slot: its jobs over the time until its last one ended. Which slot a job has does not matter, since a start
    // takes the slot that became free longest ago.
    public static Row Evaluate(List<(bool IsStart, long Timestamp)> log, long submitted, int slots, int milliseconds)
    {
        var minutesPerMs = JobMinutes / milliseconds;
        var starts = log.Where(e => e.IsStart).Select(e => Since(e.Timestamp)).Order().ToArray();
        var ends = log.Where(e => !e.IsStart).Select(e => Since(e.Timestamp)).Order().ToArray();
        var perHour = 0.0;
        for (var slot = 0; slot < slots; slot++)
        {
            var jobs = Enumerable.Range(0, Users).Count(i => i % slots == slot);
            perHour += jobs / ends[slot + ((jobs - 1) * slots)] * 60;
        }

        return new Row(perHour, starts.Average(), perHour / (slots * 60 / JobMinutes));

        double Since(long timestamp) => Stopwatch.GetElapsedTime(submitted, timestamp).TotalMilliseconds * minutesPerMs;
    }

    /// <summary>Jobs per hour, mean wait, and the share of the optimum that was reached.</summary>
    internal sealed record Row(double PerHour, double WaitMinutes, double Ratio);
}
