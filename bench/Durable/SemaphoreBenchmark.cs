using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TransVox.Bench.Durable;

/// <summary>
/// 1,000 orchestrations of 20 users; each takes a user slot (3 a user) and one of 50 GPU slots, works 100 ms, gives both back.
/// Wall time from the first creation to the last durable completion, over the bound of 1,000 × 100 ms / 50 = 2 s.
/// </summary>
internal sealed class SemaphoreBenchmark : IBenchmark
{
    private const int Jobs = 1_000;
    private const int Users = 20;
    private const int UserLimit = 3;
    private const int Slots = 50;
    private const int Milliseconds = 100;
    private const int WarmUps = 3;
    private const double BoundSeconds = (double)Jobs * Milliseconds / Slots / 1000;

    public string Name => "semaphore";

    public string Description => "1,000 orchestrations of 100 ms on 50 slots and per-user limits, against the bound of 2 s [ROUNDS] [FOLDER]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var folder = args.Length > 1 ? args[1] : Path.GetTempPath();
        // A host runs for weeks: the code is measured as the JIT compiler leaves it, not while it works on it.
        for (var n = 0; n < WarmUps; n++)
        {
            await RoundAsync(folder, Jobs, cancellationToken);
        }

        var results = new List<Round>();
        for (var n = 0; n < rounds; n++)
        {
            var round = await RoundAsync(folder, Jobs, cancellationToken);
            results.Add(round);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {n + 1}: {round.Seconds:0.000} s ({round.Seconds / BoundSeconds:0.000} x), CPU {round.CpuSeconds:0.00} s, {round.Commits} commits, {round.EntityOperations / (double)Jobs:0.0} entity operations and {round.Bytes / Jobs / 1024.0:0.0} KiB allocated per job; at most {round.MostAtOnce} at once, {round.MostOfOneUser} of one user"));
        }

        var ordered = results.Select(round => round.Seconds / BoundSeconds).Order().ToArray();
        var flush = DiskFlush.Measure(folder);
        return JsonSerializer.Serialize(new
        {
            bench = Name,
            ratio = Math.Round(Percentiles.Of(ordered, 0.5), 4),
            best = Math.Round(ordered[0], 4),
            worst = Math.Round(ordered[^1], 4),
            bound_s = BoundSeconds,
            cpu_s = Math.Round(Percentiles.Median(results, round => round.CpuSeconds), 3),
            jobs = Jobs,
            slots = Slots,
            most_at_once = results.Max(round => round.MostAtOnce),
            most_of_one_user = results.Max(round => round.MostOfOneUser),
            disk_flush_p50_ms = Math.Round(Percentiles.Of(flush, 0.5), 3),
            disk_flush_p99_ms = Math.Round(Percentiles.Of(flush, 0.99), 3),
        });
    }

    private static async Task<Round> RoundAsync(string folder, int jobs, CancellationToken cancellationToken)
    {
        await using var bench = await BenchRuntime.StartAsync(folder);
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var watch = Stopwatch.StartNew();
        var ids = Enumerable.Range(0, jobs).Select(n => $"job-{n}").ToArray();
        await Task.WhenAll(ids.Select((id, n) => bench.ScheduleAsync(
            id, new SlotJob($"user-{n % Users}", UserLimit, Slots, TimeProvider.System.GetUtcNow(), Milliseconds), cancellationToken)));
        await Task.WhenAll(ids.Select(id => bench.CompletionAsync(id, cancellationToken)));
        var seconds = watch.Elapsed.TotalSeconds;
        if (bench.Work.MostAtOnce > Slots || bench.Work.MostOfOneUser > UserLimit)
        {
            throw new InvalidOperationException($"A limit was broken: {bench.Work.MostAtOnce} at once, {bench.Work.MostOfOneUser} of one user.");
        }

        return new Round(
            seconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            GC.GetTotalAllocatedBytes() - bytes,
            bench.Counters.Commits,
            bench.Counters.EntityOperations,
            bench.Work.MostAtOnce,
            bench.Work.MostOfOneUser);
    }

    private sealed record Round(double Seconds, double CpuSeconds, long Bytes, long Commits, long EntityOperations, int MostAtOnce, int MostOfOneUser);
}
