using System.Diagnostics;
using System.Globalization;
using TransVox.Bench.Durable;

namespace TransVox.Bench.Simulation.Policies;

/// <summary>How many operations a second one pool's entity does on the one-machine engine: jobs that do nothing but take and return slots, everything durable.</summary>
internal static class EngineRate
{
    private const int Jobs = 5_000;
    private const int Users = 50;
    private const int Turns = 3;
    private const int PoolOperationsPerJob = 2;
    private static readonly int[] Shards = [1, 2, 4];

    /// <summary>Operations per second that jobs ask for, by how many shards the pool has, in turns; the median ones.</summary>
    public static async Task<Dictionary<int, double>> MeasureAsync(CancellationToken cancellationToken)
    {
        var rates = Shards.ToDictionary(n => n, _ => new List<double>());
        await RoundAsync(null, cancellationToken);
        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var shards in Shards)
                rates[shards].Add(await RoundAsync(shards > 1 ? shards : null, cancellationToken));
        }

        foreach (var (shards, found) in rates)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a pool in {shards} on the engine: {string.Join(", ", found.Select(rate => $"{rate:0}"))} operations per second"));
        return rates.ToDictionary(r => r.Key, r => Percentiles.Of(r.Value, 0.5));
    }

    private static async Task<double> RoundAsync(int? shards, CancellationToken cancellationToken)
    {
        await using var bench = await BenchRuntime.StartAsync(Path.GetTempPath());
        var start = Stopwatch.GetTimestamp();
        var ids = Enumerable.Range(0, Jobs).Select(n => $"job-{n}").ToArray();
        await Task.WhenAll(ids.Select((id, n) => bench.ScheduleAsync(
            id, new SlotJob($"user-{n % Users}", 20, 100, TimeProvider.System.GetUtcNow(), Milliseconds: 0, Shards: shards), cancellationToken)));
        await Task.WhenAll(ids.Select(id => bench.CompletionAsync(id, cancellationToken)));
        return PoolOperationsPerJob * Jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
