using TransVox.Orchestration.Tests.Admission.Model;
using Xunit;
using Xunit.Abstractions;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>Breaks the semaphores on purpose, one mistake at a time: a named check must notice each.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_mistake_is_caught_by_a_named_check()
    {
        Assert.Null(Catch(MutantCompiler.Compile(null), [.. ModelChecks.All, .. ModelChecks.OfShards]));
        var missed = new List<string>();
        foreach (var mutant in Mutants.All)
        {
            var caught = Catch(MutantCompiler.Compile(mutant), mutant.Name.StartsWith("shards", StringComparison.Ordinal) ? ModelChecks.OfShards : ModelChecks.All);
            output.WriteLine($"| {mutant.Name} | {caught ?? "NOT CAUGHT"} |");
            if (caught is null)
                missed.Add(mutant.Name);
        }

        Assert.Empty(missed);
    }

    private static string? Catch(SlotSystem system, IReadOnlyList<ModelCheck> checks)
    {
        foreach (var check in checks)
        {
            try
            {
                check.Run(system);
            }
            catch (Exception e) when (e is InvariantException or InvalidOperationException or ArgumentException or KeyNotFoundException or NullReferenceException)
            {
                return $"{check.Name}: {(e is InvariantException i ? i.Invariant : e.GetType().Name)}";
            }
        }

        return null;
    }
}
