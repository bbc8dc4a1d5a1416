using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TransVox.Bench.Plots;
using TransVox.Bench.Service;
using TransVox.TestKit;

namespace TransVox.Bench.Scale;

/// <summary>
/// A paused service with 100 to 100,000 waiting jobs, of a tenth as many users: what requests cost (the host in its own process, over HTTP), what decisions cost
/// (the admission code alone, in this process), memory, store and start-up; each beside the same with the fewest jobs, and how it grows.
/// </summary>
internal sealed class ScaleBenchmark : IBenchmark
{
    private const int JobsPerUser = 10;

    private static readonly (string Key, string Value)[] Settings =
    [
        ("limits:max_queue_size", "100000"), ("concurrency:queue_timeout", "86400"), ("local_host:maintenance_seconds", "10"), ("local_host:blob_poll_seconds", "5"),
        ("local_host:shutdown_seconds", "20"), ("api:events:max_streams_per_user", "5000"),
    ];

    private readonly SortedDictionary<string, List<double>> _costs = new(StringComparer.Ordinal);

    public string Name => "scale";

    public string Description => "100 to 100,000 waiting jobs: requests, decisions, memory, store, start-up and event streams, and how they grow [SIZES] [--plots FOLDER]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var plots = args is [.., "--plots", var folder] ? folder : null;
        var sizes = (plots is null ? args : args[..^2]).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToList();
        if (sizes.Count == 0)
            sizes = [100, 1_000, 10_000, 100_000];
        // A host runs for weeks: the code is measured as the JIT compiler leaves it, not while it works on it.
        _ = DecisionCosts.Measure(1_000).Count();
        await using var service = await ServiceUnderLoad.StartAsync(Settings);
        await ServiceUnderLoad.SuccessAsync(service.Admin.PostAsync("/api/admin/pools/default/pause"));
        await service.Host.StopAsync();
        var jobs = new List<string>();
        foreach (var size in sizes)
            await MeasureAsync(service, jobs, size, cancellationToken);
        if (plots is not null)
            Plot(plots, sizes);
        return Report(sizes);
    }

    private async Task MeasureAsync(ServiceUnderLoad service, List<string> jobs, int size, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        // Room for those that are submitted to be measured.
        await SeedAsync(service, jobs, size - (size / 100), size / JobsPerUser, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} waiting, after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s of seeding"));
        Note("store_mb", new FileInfo(Path.Combine(service.Host.Engines.DataFolder, "data", "durable.db")).Length / 1048576.0);
        foreach (var (name, cost) in DecisionCosts.Measure(size))
            Note($"decision_{name}_us", cost);
        start = Stopwatch.GetTimestamp();
        await service.Host.StartAsync();
        Note("start_ms", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        Note("started_mb", HostCosts.Megabytes(service.Host.ProcessId));
        await foreach (var (name, cost) in new ServiceCosts(service, jobs).MeasureAsync("newcomer"))
            Note(name, cost);
        Note("memory_mb", HostCosts.Megabytes(service.Host.ProcessId));
        await service.Host.StopAsync();
    }

    private static async Task SeedAsync(ServiceUnderLoad service, List<string> jobs, int size, int users, CancellationToken cancellationToken)
    {
        // What the fake engines read; in the host's case it is the host that has it.
        foreach (var (key, value) in service.Host.Settings.Where(setting => setting.Key.StartsWith("FAKETOOL_", StringComparison.Ordinal)))
            Environment.SetEnvironmentVariable(key, value);
        await using var seeder = await QueueSeeder.StartAsync(service.Host.Settings, Path.Combine(service.Host.Engines.DataFolder, "data"));
        var video = await seeder.StoreAsync("user-0", new VideoPlan("scale").ToBytes(), cancellationToken);
        jobs.AddRange(await seeder.AddAsync(video, [.. Enumerable.Range(0, users).Select(n => $"user-{n}")], size - jobs.Count, cancellationToken));
    }

    private void Note(string name, double cost)
    {
        if (!_costs.TryGetValue(name, out var costs))
            _costs.Add(name, costs = []);
        costs.Add(cost);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-22} {cost:0.###}"));
    }

    private string Report(List<int> sizes) => JsonSerializer.Serialize(new
    {
        bench = Name,
        waiting = sizes,
        ratio = Math.Round(_costs["decision_grant_us"][^1] / _costs["decision_grant_us"][0], 2),
        costs = _costs.ToDictionary(cost => cost.Key, cost => cost.Value.Select(value => Math.Round(value, 3))),
        ratios = _costs.ToDictionary(cost => cost.Key, cost => Math.Round(cost.Value[^1] / cost.Value[0], 2)),
        exponents = _costs.ToDictionary(cost => cost.Key, cost => Math.Round(Growth.Exponent(sizes, cost.Value), 2)),
    });

    private void Plot(string folder, List<int> sizes)
    {
        var plot = new LogPlot("What requests cost with ever more jobs waiting", "waiting jobs", "milliseconds");
        foreach (var name in (string[])["status", "list", "submit", "cancel", "forecast", "start_ms"])
            plot.Add(name == "start_ms" ? "start-up" : name, [.. sizes.Zip(_costs[name], (size, cost) => ((double)size, cost))]);
        plot.Save(Path.Combine(folder, "scale.svg"));
    }
}
