using TransVox.Orchestration.Tests.Admission.Model;
using Xunit;
using Xunit.Abstractions;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>Every interleaving of small scenarios: all invariants in every state, and from every state all jobs come to an end.</summary>
public sealed class ExhaustiveTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_interleaving_keeps_every_invariant(string name)
    {
        var system = SlotSystem.Real();
        var started = TimeProvider.System.GetTimestamp();
        var found = Explorer.Run(system, Scenarios.Small[name]);
        output.WriteLine(
            $"{name}: {found.States} states, {found.Transitions} transitions, {found.AtRest} at rest, {system.Applications} distinct entity operations, "
            + $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        Assert.True(found.AtRest > 0);
    }

    public static TheoryData<string> Names() => [.. Scenarios.Small.Keys];
}
