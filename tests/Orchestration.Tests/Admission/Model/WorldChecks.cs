using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>What must hold in every reachable world.</summary>
internal static class WorldChecks
{
    private const int MostOperations = 6;

    public static void Check(World world)
    {
        var leases = new HashSet<string>();
        var places = new HashSet<string>();
        foreach (var held in world.Entities.SelectMany(e => e.Held))
        {
            if (!(held.GrantedAt is null ? places : leases).Add(held.Ticket))
                throw new InvariantException(Invariants.OneOutcome, $"{held.Ticket} is held twice");
        }

        foreach (var job in world.Jobs)
            Check(job, leases, places);
        ShareChecks.Check(world);
    }

    /// <summary>Everybody ended, nothing is held, nothing is under way.</summary>
    public static bool IsAtRest(World world) =>
        world.Jobs.All(j => !j.Lives) && world.Messages.IsEmpty && world.Entities.All(e => e.Held.Count == 0);

    private static void Check(JobModel job, HashSet<string> leases, HashSet<string> places)
    {
        if (job.Lives && job.Step == JobStep.Working && !(leases.Contains(job.GpuTicket) && (job.HasUser || leases.Contains(job.UserTicket))))
            throw new InvariantException(Invariants.Safety, $"{job.Id} works without both of its leases");
        if (job.Step == JobStep.Ended && leases.Concat(places).FirstOrDefault(t => Tickets.JobOf(t) == job.Id) is { } left)
            throw new InvariantException(Invariants.NoLeak, $"{job.Id} ended as {job.End} and {left} is still held");
        if (job is { End: JobEnd.TimedOut, Worked: true })
            throw new InvariantException(Invariants.OneOutcome, $"{job.Id} worked and timed out");
        if (job.End == JobEnd.Lost && !job.Terminated)
            throw new InvariantException(Invariants.OneOutcome, $"{job.Id} lived and lost its place");
        if (job.Operations - job.LateTimeouts > MostOperations)
            throw new InvariantException(Invariants.Economy, $"{job.Id} took {job.Operations} operations");
    }
}
