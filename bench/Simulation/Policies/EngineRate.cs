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

    /// <summary>Operations per second; the median turn.</summary>
    public static async Task<double> MeasureAsync(CancellationToken cancellationToken)
    {
        await RoundAsync(cancellationToken);
        var rates = new List<double>();
        for (var turn = 0; turn < Turns; turn++)
            rates.Add(await RoundAsync(cancellationToken));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one pool on the engine: {string.Join(", ", rates.Select(rate => $"{rate:0}"))} operations per second"));
        return Percentiles.Of(rates, 0.5);
    }

    private static async Task<double> RoundAsync(CancellationToken cancellationToken)
    {
        await using var bench = await BenchRuntime.StartAsync(Path.GetTempPath());
        var start = Stopwatch.GetTimestamp();
        var ids = Enumerable.Range(0, Jobs).Select(n => $"job-{n}").ToArray();
        await Task.WhenAll(ids.Select((id, n) => bench.ScheduleAsync(
            id, new SlotJob($"user-{n % Users}", 20, 100, TimeProvider.System.GetUtcNow(), Milliseconds: 0), cancellationToken)));
        await Task.WhenAll(ids.Select(id => bench.CompletionAsync(id, cancellationToken)));
        return PoolOperationsPerJob * Jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
