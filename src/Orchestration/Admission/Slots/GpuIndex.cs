namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Finds whose turn it is in O(log n). Tickets lie in buckets (one per user, cost and whether they return), buckets in one sorted
/// set per class of cost; costs are few, so the best ticket that fits is the least of a handful of minima. A change of a user's
/// use moves only that user's buckets.
/// </summary>
internal sealed class GpuIndex
{
    private static readonly Comparer<GpuBucket> ByKey = Comparer<GpuBucket>.Create((x, y) => x.Key.CompareTo(y.Key));

    private static readonly Comparer<GpuTicket> ByBlocked = Comparer<GpuTicket>.Create((x, y) =>
    {
        var byTime = x.BlockedMs!.Value.CompareTo(y.BlockedMs!.Value);
        return byTime != 0 ? byTime : x.Sequence.CompareTo(y.Sequence);
    });

    private readonly SortedDictionary<(bool Returning, int Cost), SortedSet<GpuBucket>> _classes = [];
    private readonly SortedSet<GpuTicket> _blocked = new(ByBlocked);
    private readonly Comparer<GpuTicket> _byArrival;
    private readonly bool _fair;
    private readonly double _overtake;

    public GpuIndex(PoolSettings? settings)
    {
        _fair = settings is null or { Policy: AdmissionPolicy.Fair };
        _overtake = settings is { EnablePriority: true, Policy: not AdmissionPolicy.Fifo } ? settings.MaxOvertakeSeconds : 0;
        _byArrival = Comparer<GpuTicket>.Create((x, y) =>
        {
            var byArrival = Arrival(x).CompareTo(Arrival(y));
            return byArrival != 0 ? byArrival : x.Sequence.CompareTo(y.Sequence);
        });
    }

    /// <summary>Of the tickets that were once too large when it was their turn, the one that waits longest for it.</summary>
    public GpuTicket? LongestBlocked => _blocked.Min;

    /// <summary>The one that was blocked last.</summary>
    public GpuTicket? LatestBlocked => _blocked.Max;

    /// <summary>The least cost of those who wait.</summary>
    public int LeastCost => _classes.Keys.Min(c => c.Cost);

    public void Add(GpuUser user, GpuTicket ticket)
    {
        var cls = (ticket.Returning, ticket.Cost);
        if (!user.Buckets.TryGetValue(cls, out var bucket))
            user.Buckets.Add(cls, bucket = new GpuBucket(user, _byArrival));
        Leave(cls, bucket);
        bucket.Tickets.Add(ticket);
        Enter(cls, bucket);
        if (ticket.BlockedMs is not null)
            _blocked.Add(ticket);
    }

    public void Remove(GpuUser user, GpuTicket ticket)
    {
        var cls = (ticket.Returning, ticket.Cost);
        var bucket = user.Buckets[cls];
        Leave(cls, bucket);
        bucket.Tickets.Remove(ticket);
        if (bucket.Tickets.Count == 0)
            user.Buckets.Remove(cls);
        else
            Enter(cls, bucket);
        if (ticket.BlockedMs is not null)
            _blocked.Remove(ticket);
    }

    /// <summary>Takes in a change of a user's use, leases or weight.</summary>
    public void Update(GpuUser user, Action change)
    {
        foreach (var (cls, bucket) in user.Buckets)
            Leave(cls, bucket);
        change();
        foreach (var (cls, bucket) in user.Buckets)
            Enter(cls, bucket);
    }

    /// <summary>The ticket whose turn it is among those that take at most <paramref name="free"/>; costs count up to the capacity.</summary>
    public GpuTicket? Best(long free, int capacity)
    {
        GpuBucket? best = null;
        foreach (var (cls, buckets) in _classes)
        {
            if (Math.Min(cls.Cost, capacity) <= free && buckets.Min is { } first && (best is null || first.Key < best.Key))
                best = first;
        }

        return best?.Head;
    }

    private void Leave((bool Returning, int Cost) cls, GpuBucket bucket)
    {
        if (bucket.Tickets.Count == 0)
            return;
        var buckets = _classes[cls];
        buckets.Remove(bucket);
        if (buckets.Count == 0)
            _classes.Remove(cls);
    }

    private void Enter((bool Returning, int Cost) cls, GpuBucket bucket)
    {
        bucket.Key = KeyOf(bucket.User, bucket.Head);
        if (!_classes.TryGetValue(cls, out var buckets))
            _classes.Add(cls, buckets = new SortedSet<GpuBucket>(ByKey));
        buckets.Add(bucket);
    }

    private GpuKey KeyOf(GpuUser user, GpuTicket ticket) => new(
        ticket.Returning,
        _fair ? (long)Math.Floor(user.Running / user.Weight) : 0,
        _fair ? user.Use / user.Weight : 0,
        Arrival(ticket),
        ticket.Sequence);

    private long Arrival(GpuTicket ticket) => VirtualArrival.Of(ticket.EnqueuedMs, ticket.Priority, _overtake);
}
