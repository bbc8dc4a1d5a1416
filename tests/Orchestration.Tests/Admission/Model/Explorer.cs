namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Visits every reachable world of a scenario, once each, and then asks of each whether it comes to rest by itself.</summary>
internal static class Explorer
{
    public static Exploration Run(SlotSystem system, Scenario scenario, int mostStates = 3_000_000)
    {
        var protocol = new Protocol(system, scenario);
        var numbers = new Dictionary<UInt128, int>();
        var into = new List<List<int>>();
        var rest = new List<int>();
        var frontier = new Stack<(World World, int Number)>();
        long transitions = 0;
        Visit(protocol.Begin());
        while (frontier.TryPop(out var at))
        {
            foreach (var step in protocol.StepsOf(at.World))
            {
                transitions++;
                var next = Visit(step.Next());
                if (step.Fair && next != at.Number)
                    into[next].Add(at.Number);
            }
        }

        CheckLiveness(into, rest);
        return new Exploration(numbers.Count, transitions, rest.Count);

        int Visit(World world)
        {
            world = JobRules.WithoutIgnored(world);
            var key = world.Key;
            if (numbers.TryGetValue(key, out var number))
                return number;
            WorldChecks.Check(world);
            number = numbers.Count;
            if (number >= mostStates)
                throw new InvalidOperationException($"More than {mostStates} states.");
            numbers.Add(key, number);
            into.Add([]);
            if (WorldChecks.IsAtRest(world))
                rest.Add(number);
            frontier.Push((world, number));
            return number;
        }
    }

    private static void CheckLiveness(List<List<int>> into, List<int> rest)
    {
        var reaches = new bool[into.Count];
        var pending = new Stack<int>(rest);
        foreach (var number in rest)
            reaches[number] = true;
        while (pending.TryPop(out var number))
        {
            foreach (var before in into[number])
            {
                if (reaches[before])
                    continue;
                reaches[before] = true;
                pending.Push(before);
            }
        }

        var stuck = reaches.Count(r => !r);
        if (stuck > 0)
            throw new InvariantException(Invariants.Liveness, $"{stuck} of {reaches.Length} states do not come to rest");
    }
}
