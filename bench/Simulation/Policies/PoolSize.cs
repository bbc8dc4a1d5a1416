using TransVox.Contract;

namespace TransVox.Bench.Simulation.Policies;

/// <summary>What the entities of a pool of some size have to do.</summary>
/// <param name="Slots">Size of the pool.</param>
/// <param name="Shards">Entities that it is divided among.</param>
/// <param name="PoolOperationsPerSecond">Operations of the busiest of them per second while jobs arrive.</param>
/// <param name="SharesOperationsPerSecond">Of the one that divides the pool.</param>
/// <param name="LongestChain">The most that follow from one operation.</param>
/// <param name="MostHeads">Most tickets that stood at the pool.</param>
/// <param name="StateBytes">The stored state of the largest with about so many.</param>
internal sealed record PoolSize(
    int Slots, int Shards, double PoolOperationsPerSecond, double SharesOperationsPerSecond, int LongestChain, int MostHeads, int StateBytes)
{
    private const double Load = 0.9;

    /// <summary>Pools of 10 to 10,000 slots, each with a workload that fits it, the large ones also in shards.</summary>
    public static IEnumerable<PoolSize> All()
    {
        foreach (var (slots, shards) in ((int, int)[])[(10, 1), (100, 1), (1_000, 1), (1_000, 4), (10_000, 1), (10_000, 4), (10_000, 16)])
            yield return Measure(slots, shards);
    }

    private static PoolSize Measure(int slots, int shards)
    {
        var users = (int)(20 * Math.Sqrt(slots));
        var load = Workload.Create(Math.Max(50_000, 40 * slots), users, slots, Load, seed: slots);
        var run = new PoolRun(load, slots, AdmissionPolicy.Fair, compareShares: false, shards > 1 ? shards : null);
        run.Run();
        return new PoolSize(slots, shards, run.GpuOperationsPerSecond, run.SharesOperationsPerSecond, run.LongestChain, run.MostHeads, run.StateBytes);
    }
}
