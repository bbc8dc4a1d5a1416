using TransVox.Contract;

namespace TransVox.Bench.Simulation.Policies;

/// <summary>What the entity of a pool of some size has to do.</summary>
/// <param name="Slots">Size of the pool.</param>
/// <param name="PoolOperationsPerSecond">Operations of its entity per second while jobs arrive.</param>
/// <param name="MostHeads">Most tickets that stood at it.</param>
/// <param name="StateBytes">Its stored state with about so many.</param>
internal sealed record PoolSize(int Slots, double PoolOperationsPerSecond, int MostHeads, int StateBytes)
{
    private const double Load = 0.9;

    /// <summary>Pools of 10 to 10,000 slots, each with a workload that fits it.</summary>
    public static IEnumerable<PoolSize> All()
    {
        foreach (var slots in (int[])[10, 100, 1_000, 10_000])
        {
            var users = (int)(20 * Math.Sqrt(slots));
            var run = new PoolRun(Workload.Create(Math.Max(50_000, 40 * slots), users, slots, Load, seed: slots), slots, AdmissionPolicy.Fair, compareShares: false);
            run.Run();
            yield return new PoolSize(slots, run.GpuOperationsPerSecond, run.MostHeads, run.StateBytes);
        }
    }
}
