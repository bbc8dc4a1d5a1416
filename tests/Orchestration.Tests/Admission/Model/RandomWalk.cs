using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Takes whatever steps the dice say, checks the world after each, and then lets it come to rest.</summary>
internal static class RandomWalk
{
    private const int MostStepsToRest = 3000;

    public static World Run(SlotSystem system, Scenario scenario, IReadOnlyList<int> dice)
    {
        var protocol = new Protocol(system, scenario);
        var world = protocol.Begin();
        foreach (var die in dice)
        {
            var steps = protocol.StepsOf(world);
            if (steps.Count == 0)
                break;
            world = steps[die % steps.Count].Next();
            WorldChecks.Check(world);
        }

        return Settle(system, protocol, world);
    }

    // The adversary stops; an operator opens everything; then everybody must come to an end.
    private static World Settle(SlotSystem system, Protocol protocol, World world)
    {
        world = world with { Duplicates = 0, Crashes = 0, Cancels = 0, Timeouts = 0, Terminations = 0, Changes = [] };
        world = world.Send(new Message.Signal(JobRules.GpuEntity, SlotEntities.Configure, new PoolSettings(4, Version: 1000), "open the pool"));
        foreach (var user in world.Jobs.Select(j => j.User).Distinct())
        {
            var entity = SlotEntities.User(user);
            world = world.Send(new Message.Signal(entity, SlotEntities.Configure, new UserSettings(2, Version: 1000), $"open {entity}"));
        }

        for (var i = 0; i < MostStepsToRest; i++)
        {
            if (WorldChecks.IsAtRest(world))
                return world;
            var step = protocol.StepsOf(world).Find(s => s.Fair)
                ?? throw new InvariantException(Invariants.Liveness, $"nothing can happen any more: {world}");
            world = step.Next();
            WorldChecks.Check(world);
        }

        throw new InvariantException(Invariants.Liveness, $"no rest after {MostStepsToRest} steps: {world}");
    }
}
