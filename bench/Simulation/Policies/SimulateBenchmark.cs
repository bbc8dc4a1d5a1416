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

    private static readonly AdmissionPolicy[] Policies = [AdmissionPolicy.Fair, AdmissionPolicy.Fifo, AdmissionPolicy.Priority];

    public string Name => "simulate";

    public string Description => "the admission policies on 1,000,000 simulated jobs, and pools of 10 to 10,000 slots [JOBS] [FOLDER FOR PLOTS]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var jobs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var streams = await MeasureAsync(jobs, Load, cancellationToken);
        var batches = await MeasureAsync(jobs / 10, 0, cancellationToken);
        var policies = Policies.ToDictionary(policy => policy.ToString().ToLowerInvariant(), policy => Report(policy, streams[policy], batches[policy]));
        var rate = await EngineRate.MeasureAsync(cancellationToken);
        var sizes = PoolSize.All().ToList();
        Print(sizes, rate);
        if (args.Length > 1)
            Plot(args[1], streams);
        var fair = streams[AdmissionPolicy.Fair];
        return JsonSerializer.Serialize(new
        {
            bench = Name,
            jobs,
            slots = Slots,
            users = Users,
            load = Load,
            ratio = Rounded(Percentiles.Median(batches[AdmissionPolicy.Fair], f => f.Makespan)),
            ratio_small_users_fair_to_fifo = Rounded(
                Percentiles.Median(fair, f => f.MeanSlowdownOfSmallUsers) / Percentiles.Median(streams[AdmissionPolicy.Fifo], f => f.MeanSlowdownOfSmallUsers)),
            policies,
            pool_operations_per_second_of_engine = Math.Round(rate),
            pools = sizes.Select(size => new
            {
                slots = size.Slots,
                pool_operations_per_second = Rounded(size.PoolOperationsPerSecond),
                share_of_engine = Rounded(size.PoolOperationsPerSecond / rate),
                state_bytes = size.StateBytes,
                most_heads = size.MostHeads,
            }),
        });
    }

    private static async Task<Dictionary<AdmissionPolicy, List<PolicyFigures>>> MeasureAsync(int jobs, double load, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<(AdmissionPolicy Policy, int Turn, PolicyFigures Figures)>();
        for (var turn = 1; turn <= Turns; turn++)
        {
            var workload = Workload.Create(jobs, Users, Slots, load, seed: turn);
            await Parallel.ForEachAsync(Policies, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken }, (policy, _) =>
            {
                found.Add((policy, turn, PolicyFigures.Measure(workload, Slots, policy)));
                return ValueTask.CompletedTask;
            });
        }

        return found.GroupBy(f => f.Policy).ToDictionary(g => g.Key, g => g.OrderBy(f => f.Turn).Select(f => f.Figures).ToList());
    }

    private static Dictionary<string, double> Report(AdmissionPolicy policy, List<PolicyFigures> stream, List<PolicyFigures> batch)
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
        Console.WriteLine($"{policy}: {JsonSerializer.Serialize(report)}");
        return report;
    }

    private static void Print(List<PoolSize> sizes, double rate)
    {
        Console.WriteLine("| slots | pool operations/s | of one engine | waiting heads | state |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var size in sizes)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size.Slots} | {size.PoolOperationsPerSecond:0.##} | {size.PoolOperationsPerSecond / rate:0.0%} | {size.MostHeads} | {size.StateBytes / 1024.0:0} KiB |"));
        }
    }

    /// <summary>The share of jobs that are slowed down by more than a factor, by policy.</summary>
    private static void Plot(string folder, Dictionary<AdmissionPolicy, List<PolicyFigures>> streams)
    {
        var plot = new LogPlot("Share of jobs that took more than x times as long as without other users", "times as long", "share of jobs");
        foreach (var policy in Policies)
        {
            var slowdowns = streams[policy][0].AllSlowdowns;
            var points = Enumerable.Range(0, 80).Select(n => 1 - Math.Pow(10, -n * Math.Log10(slowdowns.Count / 10.0) / 79))
                .Select(share => ((double)slowdowns[(int)(share * (slowdowns.Count - 1))], 1 - share));
            plot.Add(policy.ToString().ToLowerInvariant(), [.. points.Where(point => point.Item1 >= 1)]);
        }

        plot.Save(Path.Combine(folder, "slowdown.svg"));
    }

    private static double Rounded(double value) => Math.Round(value, 3);
}
