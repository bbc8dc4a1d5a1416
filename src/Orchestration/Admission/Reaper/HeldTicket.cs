using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Admission.Reaper;

/// <summary>A lease, or a place in a queue, that an entity holds for a job.</summary>
/// <param name="Entity">Who holds it.</param>
/// <param name="Ticket">Its ticket.</param>
/// <param name="JobId">Whose it is.</param>
/// <param name="GrantedAt">When it was granted; null while it waits.</param>
public sealed record HeldTicket(EntityInstanceId Entity, string Ticket, string JobId, DateTimeOffset? GrantedAt)
{
    /// <summary>All leases and places of a user's slots.</summary>
    public static IEnumerable<HeldTicket> Of(EntityInstanceId entity, UserSlotsState state) =>
        state.Leases.Select(l => new HeldTicket(entity, l.Ticket, l.JobId, DateTimeOffset.FromUnixTimeMilliseconds(l.GrantedMs)))
            .Concat(state.Waiting.Select(w => new HeldTicket(entity, w.Ticket, w.JobId, null)));

    /// <summary>All leases and places of a pool.</summary>
    public static IEnumerable<HeldTicket> Of(EntityInstanceId entity, GpuSlotsState state) =>
        state.Leases.Select(l => new HeldTicket(entity, l.Ticket, l.JobId, DateTimeOffset.FromUnixTimeMilliseconds(l.GrantedMs)))
            .Concat(state.Waiting.Select(w => new HeldTicket(entity, w.Ticket, w.JobId, null)));
}
