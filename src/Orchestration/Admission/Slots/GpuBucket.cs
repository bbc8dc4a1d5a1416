namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// The waiting tickets of one user with one cost. Its key is a copy, taken when it enters the index of its class: a sorted set
/// must not see keys change.
/// </summary>
internal sealed class GpuBucket(GpuUser user, IComparer<GpuTicket> order)
{
    public GpuUser User { get; } = user;

    public SortedSet<GpuTicket> Tickets { get; } = new(order);

    public GpuTicket Head => Tickets.Min!;

    public GpuKey Key { get; set; }
}
