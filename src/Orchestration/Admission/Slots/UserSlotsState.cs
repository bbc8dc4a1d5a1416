using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// State of one user's slots: leases, backlog, and which tickets are over. JSON holds plain lists; the indexes are built when the
/// state is loaded.
/// </summary>
public sealed class UserSlotsState
{
    private readonly Dictionary<string, UserTicket> _waiting = [];
    private readonly Dictionary<string, UserLease> _leases = [];
    private SortedSet<UserTicket>? _order;

    /// <summary>Settings in force; null until the first acquire or configure.</summary>
    [JsonPropertyName("s")]
    [JsonInclude]
    public UserSettings? Settings { get; internal set; }

    [JsonPropertyName("n")]
    [JsonInclude]
    internal long NextSequence { get; set; }

    /// <summary>The backlog in order of arrival.</summary>
    [JsonPropertyName("w")]
    [JsonInclude]
    public IReadOnlyList<UserTicket> Waiting
    {
        get => [.. _waiting.Values.OrderBy(t => t.Sequence)];
        internal set => Load(_waiting, value, t => t.Ticket);
    }

    /// <summary>Leases in order of grant.</summary>
    [JsonPropertyName("g")]
    [JsonInclude]
    public IReadOnlyList<UserLease> Leases
    {
        get => [.. _leases.Values.OrderBy(l => l.GrantedMs).ThenBy(l => l.Ticket, StringComparer.Ordinal)];
        internal set => Load(_leases, value, l => l.Ticket);
    }

    [JsonPropertyName("x")]
    [JsonInclude]
    internal Tombstones Over { get; set; } = new();

    /// <summary>The backlog in the order in which it will be granted.</summary>
    [JsonIgnore]
    public IEnumerable<UserTicket> InOrder => Order;

    [JsonIgnore]
    public int WaitingCount => _waiting.Count;

    [JsonIgnore]
    public int LeaseCount => _leases.Count;

    private SortedSet<UserTicket> Order => _order ??= new SortedSet<UserTicket>(_waiting.Values, new UserTicketOrder(Settings));

    public bool IsWaiting(string ticket) => _waiting.ContainsKey(ticket);

    public bool IsLeased(string ticket) => _leases.ContainsKey(ticket);

    internal void Configure(UserSettings settings)
    {
        Settings = settings;
        _order = null;
    }

    internal void Enqueue(UserTicket ticket)
    {
        // The index first: built lazily, it would otherwise contain the ticket already.
        Order.Add(ticket);
        _waiting.Add(ticket.Ticket, ticket);
    }

    internal UserTicket? Next() => Order.Min;

    internal bool RemoveWaiting(string ticket) =>
        _waiting.TryGetValue(ticket, out var entry) && Order.Remove(entry) && _waiting.Remove(ticket);

    internal void AddLease(UserLease lease) => _leases.Add(lease.Ticket, lease);

    internal bool RemoveLease(string ticket) => _leases.Remove(ticket);

    private static void Load<T>(Dictionary<string, T> into, IReadOnlyList<T> items, Func<T, string> key)
    {
        into.Clear();
        foreach (var item in items)
            into.Add(key(item), item);
    }
}
