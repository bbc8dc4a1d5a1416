namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Returning jobs first, then the earliest virtual arrival (see <see cref="VirtualArrival"/>), then arrival at the entity.</summary>
internal sealed class UserTicketOrder(UserSettings? settings) : IComparer<UserTicket>
{
    private readonly double _overtake = settings is { EnablePriority: true } ? settings.MaxOvertakeSeconds : 0;

    public int Compare(UserTicket? x, UserTicket? y)
    {
        var byReturn = y!.Returning.CompareTo(x!.Returning);
        if (byReturn != 0)
            return byReturn;
        var byArrival = Arrival(x).CompareTo(Arrival(y));
        return byArrival != 0 ? byArrival : x.Sequence.CompareTo(y.Sequence);
    }

    private long Arrival(UserTicket ticket) => VirtualArrival.Of(ticket.EnqueuedMs, ticket.Priority, _overtake);
}
