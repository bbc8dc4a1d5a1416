using System.Collections.Concurrent;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Reaper;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>What must hold in every reachable world.</summary>
internal static class WorldChecks
{
    private const int MostOperations = 6;
    private static readonly ConcurrentDictionary<(string, string), IReadOnlyList<HeldTicket>> HeldByState = new();

    /// <summary>Leases and places in an entity's stored state.</summary>
    public static IReadOnlyList<HeldTicket> Held(string entity, string state) => HeldByState.GetOrAdd((entity, state), key =>
    {
        if (HeldByState.Count > 200_000)
            HeldByState.Clear();
        var parts = key.Item1.Split('@');
        var id = new EntityInstanceId(parts[1], parts[2]);
        return id.Name == SlotEntities.GpuShares ? []
            : id.Name == SlotEntities.UserSlots
            ? [.. HeldTicket.Of(id, StateChecks.Read<UserSlotsState>(key.Item2))]
            : [.. HeldTicket.Of(id, StateChecks.Read<GpuSlotsState>(key.Item2))];
    });

    public static void Check(World world)
    {
        var leases = new HashSet<string>();
        var places = new HashSet<string>();
        foreach (var held in world.Entities.SelectMany(e => Held(e.Key, e.Value)))
        {
            if (!(held.GrantedAt is null ? places : leases).Add(held.Ticket))
                throw new InvariantException(Invariants.OneOutcome, $"{held.Ticket} is held twice");
        }

        foreach (var job in world.Jobs.Values)
            Check(job, leases, places);
        ShareChecks.Check(world);
    }

    /// <summary>Everybody ended, nothing is held, nothing is under way.</summary>
    public static bool IsAtRest(World world) =>
        world.Jobs.Values.All(j => !j.Lives) && world.Messages.IsEmpty && world.Entities.All(e => Held(e.Key, e.Value).Count == 0);

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
