using CsCheck;
using TransVox.Orchestration.Tests.Admission.Model;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>Generated scenarios and schedules over the real entities; CsCheck shrinks what fails to a short story.</summary>
public sealed class AdversaryTests
{
    private static readonly Gen<(int Seed, int[] Dice)> Stories = Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000].Array[0, 150]);

    [Fact]
    public void No_schedule_breaks_an_invariant_and_everybody_comes_to_an_end() =>
        Stories.Sample(
            story => WorldChecks.IsAtRest(RandomWalk.Run(SlotSystem.Real(), RandomScenarios.Create(new Random(story.Seed)), story.Dice)),
            iter: 1500);

    [Fact]
    public void No_schedule_breaks_a_divided_pool() =>
        Stories.Sample(
            story => WorldChecks.IsAtRest(RandomWalk.Run(SlotSystem.Real(), RandomScenarios.Create(new Random(story.Seed), shards: true), story.Dice)),
            iter: 500);

    [Fact]
    public void Turns_always_follow_the_policy() => PolicyChecks.Run(SlotSystem.Real());

    [Fact]
    public void Small_jobs_without_end_do_not_starve_a_large_one() => TurnChecks.LargeJob(SlotSystem.Real());

    [Fact]
    public void A_shard_gets_its_part_back_and_nobody_waits_while_something_is_free() => TurnChecks.Shards(SlotSystem.Real());

    [Fact]
    public void Running_leases_come_before_use() => TurnChecks.RunningFirst(SlotSystem.Real());
}
