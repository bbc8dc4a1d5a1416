using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using TransVox.Bench.Plots;
using TransVox.Contract;

namespace TransVox.Bench.Simulation.Policies;

/// <summary>
/// The three policies on the same heavy-tailed workloads, in simulated time through the service's own admission code: makespan against its bound, slowdown,
/// and what users had against water-filling. Then pools of 10 to 10,000 slots: what their entities have to do.
/// </summary>
internal sealed class SimulateBenchmark : IBenchmark
{
    private const int Slots = 50;
    private const int Users = 200;
    private const double Load = 0.9;
    private const int Turns = 3;

    private static readonly (string Name, AdmissionPolicy Policy, int? Shards)[] Variants =
        [("fair", AdmissionPolicy.Fair, null), ("fifo", AdmissionPolicy.Fifo, null), ("priority", AdmissionPolicy.Priority, null), ("fair in 4 shards", AdmissionPolicy.Fair, 4)];

    public string Name => "simulate";

    public string Description => "the admission policies on 1,000,000 simulated jobs, and pools of 10 to 10,000 slots [JOBS] [--plots FOLDER]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var plots = args is [.., "--plots", var folder] ? folder : null;
        var jobs = (plots is null ? args : args[..^2]) is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000_000;
        var streams = await MeasureAsync(jobs, Load, cancellationToken);
        var batches = await MeasureAsync(jobs / 10, 0, cancellationToken);
        var policies = Variants.ToDictionary(v => v.Name, v => Report(v.Name, streams[v.Name], batches[v.Name]));
        var rates = await EngineRate.MeasureAsync(cancellationToken);
        var rate = rates[1];
        var sizes = PoolSize.All().ToList();
        Print(sizes, rate);
        if (plots is not null)
            Plot(plots, streams);
        var fair = streams["fair"];
        return JsonSerializer.Serialize(new
        {
            bench = Name,
            jobs,
            slots = Slots,
            users = Users,
            load = Load,
            ratio = Rounded(Percentiles.Median(batches["fair"], f => f.Makespan)),
            ratio_small_users_fair_to_fifo = Rounded(
                Percentiles.Median(fair, f => f.MeanSlowdownOfSmallUsers) / Percentiles.Median(streams["fifo"], f => f.MeanSlowdownOfSmallUsers)),
            policies,
            pool_operations_per_second_of_engine = Math.Round(rate),
            ratio_engine_in_shards = rates.ToDictionary(r => r.Key, r => Rounded(r.Value / rate)),
            pools = sizes.Select(size => new
            {
                slots = size.Slots,
                shards = size.Shards,
                shares_operations_per_second = Rounded(size.SharesOperationsPerSecond),
                longest_chain = size.LongestChain,
                pool_operations_per_second = Rounded(size.PoolOperationsPerSecond),
                share_of_engine = Rounded(size.PoolOperationsPerSecond / rate),
                state_bytes = size.StateBytes,
                most_heads = size.MostHeads,
            }),
        });
    }

    private static async Task<Dictionary<string, List<PolicyFigures>>> MeasureAsync(int jobs, double load, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<(string Variant, int Turn, PolicyFigures Figures)>();
        for (var turn = 1; turn <= Turns; turn++)
        {
            var workload = Workload.Create(jobs, Users, Slots, load, seed: turn);
            await Parallel.ForEachAsync(Variants, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken }, (variant, _) =>
            {
                found.Add((variant.Name, turn, PolicyFigures.Measure(workload, Slots, variant.Policy, variant.Shards)));
                return ValueTask.CompletedTask;
            });
        }

        return found.GroupBy(f => f.Variant).ToDictionary(g => g.Key, g => g.OrderBy(f => f.Turn).Select(f => f.Figures).ToList());
    }

    private static Dictionary<string, double> Report(string variant, List<PolicyFigures> stream, List<PolicyFigures> batch)
    {
        double Of(Func<PolicyFigures, double> figure) => Rounded(Percentiles.Median(stream, figure));
        var report = new Dictionary<string, double>
        {
            ["makespan_to_bound"] = Rounded(Percentiles.Median(batch, f => f.Makespan)),
            ["mean_slowdown"] = Of(f => f.MeanSlowdown),
            ["p99_slowdown"] = Of(f => f.P99Slowdown),
            ["mean_slowdown_of_small_users"] = Of(f => f.MeanSlowdownOfSmallUsers),
            ["p99_slowdown_of_small_users"] = Of(f => f.P99SlowdownOfSmallUsers),
            ["jain"] = Of(f => f.MeanJain),
            ["jain_all_at_once"] = Rounded(Percentiles.Median(batch, f => f.MeanJain)),
            ["worst_lag_in_longest_leases"] = Of(f => f.WorstLag / f.LongestLease),
            ["worst_lag_per_slot_due_in_longest_leases"] = Of(f => f.WorstDelay / f.LongestSeconds),
            ["p99_lag_in_longest_leases"] = Of(f => f.P99Lag / f.LongestLease),
            ["idle_while_waiting"] = Math.Round(Percentiles.Median(stream, f => f.Idle), 5),
        };
        Console.WriteLine($"{variant}: {JsonSerializer.Serialize(report)}");
        return report;
    }

    private static void Print(List<PoolSize> sizes, double rate)
    {
        Console.WriteLine("| slots | shards | operations/s of the busiest | of one engine | of the shares | longest chain | waiting heads | state |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var size in sizes)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size.Slots} | {size.Shards} | {size.PoolOperationsPerSecond:0.##} | {size.PoolOperationsPerSecond / rate:0.0%} | {size.SharesOperationsPerSecond:0.##} | {size.LongestChain} | {size.MostHeads} | {size.StateBytes / 1024.0:0} KiB |"));
        }
    }

    /// <summary>The share of jobs that are slowed down by more than a factor, by policy.</summary>
    private static void Plot(string folder, Dictionary<string, List<PolicyFigures>> streams)
    {
        var plot = new LogPlot("Share of jobs that took more than x times as long as without other users", "times as long", "share of jobs");
        foreach (var (name, _, _) in Variants.Where(v => v.Shards is null))
        {
            var slowdowns = streams[name][0].AllSlowdowns;
            var points = Enumerable.Range(0, 80).Select(n => 1 - Math.Pow(10, -n * Math.Log10(slowdowns.Count / 10.0) / 79))
                .Select(share => ((double)slowdowns[(int)(share * (slowdowns.Count - 1))], 1 - share));
            plot.Add(name, [.. points.Where(point => point.Item1 >= 1)]);
        }

        plot.Save(Path.Combine(folder, "slowdown.svg"));
    }

    private static double Rounded(double value) => Math.Round(value, 3);
}
