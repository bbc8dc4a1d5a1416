using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// State of a GPU pool: leases, the heads of the users' backlogs, the users' decayed use. Its size depends on the number of users
/// with a job at hand, never on backlogs. JSON holds plain lists; the index is built when the state is loaded.
/// </summary>
public sealed class GpuSlotsState
{
    private readonly Dictionary<string, GpuTicket> _waiting = [];
    private readonly Dictionary<string, GpuLease> _leases = [];
    private readonly Dictionary<string, GpuUser> _users = [];
    private GpuIndex? _index;
    private long _inUse;
    private int _busy;

    /// <summary>Settings in force; null until the first acquire or configure.</summary>
    [JsonPropertyName("s")]
    [JsonInclude]
    public PoolSettings? Settings { get; internal set; }

    [JsonPropertyName("n")]
    [JsonInclude]
    internal long NextSequence { get; set; }

    /// <summary>Unix milliseconds at which one GPU-second of <see cref="GpuUser.Use"/> counts as one.</summary>
    [JsonPropertyName("l")]
    [JsonInclude]
    internal long LandmarkMs { get; set; }

    /// <summary>Moving average of GPU-seconds per lease and unit of cost: what a grant is charged in advance.</summary>
    [JsonPropertyName("m")]
    [JsonInclude]
    internal double MeanSeconds { get; set; }

    /// <summary>Who waits, in order of arrival.</summary>
    [JsonPropertyName("w")]
    [JsonInclude]
    public IReadOnlyList<GpuTicket> Waiting
    {
        get => [.. _waiting.Values.OrderBy(t => t.Sequence)];
        internal set => Load(_waiting, value, t => t.Ticket);
    }

    /// <summary>Leases in order of grant.</summary>
    [JsonPropertyName("g")]
    [JsonInclude]
    public IReadOnlyList<GpuLease> Leases
    {
        get => [.. _leases.Values.OrderBy(l => l.GrantedMs).ThenBy(l => l.Ticket, StringComparer.Ordinal)];
        internal set => Load(_leases, value, l => l.Ticket);
    }

    /// <summary>Users with a ticket or with use that has not decayed yet.</summary>
    [JsonPropertyName("d")]
    [JsonInclude]
    public IReadOnlyList<GpuUser> Users
    {
        get => [.. _users.Values.OrderBy(u => u.UserId, StringComparer.Ordinal)];
        internal set => Load(_users, value, u => u.UserId);
    }

    [JsonPropertyName("x")]
    [JsonInclude]
    internal Tombstones Over { get; set; } = new();

    /// <summary>What it may use of a pool that has several shards; null where it is the pool.</summary>
    [JsonPropertyName("q")]
    [JsonInclude]
    public GpuShare? Share { get; internal set; }

    /// <summary>Cost of all leases; one that exceeds the capacity counts as the capacity.</summary>
    [JsonIgnore]
    public long InUse
    {
        get
        {
            // The sum is taken when the index is built.
            _ = Index;
            return _inUse;
        }
    }

    [JsonIgnore]
    public int WaitingCount => _waiting.Count;

    [JsonIgnore]
    public int LeaseCount => _leases.Count;

    [JsonIgnore]
    internal GpuIndex Index => _index ??= Build();

    [JsonIgnore]
    internal IReadOnlyCollection<GpuUser> AllUsers => _users.Values;

    /// <summary>Users that are remembered for their use only.</summary>
    [JsonIgnore]
    internal int IdleUsers
    {
        get
        {
            _ = Index;
            return _users.Count - _busy;
        }
    }

    /// <summary>What may be in use at once.</summary>
    [JsonIgnore]
    internal long Usable => Share is null ? Capacity : Math.Min(Share.Held, Capacity);

    /// <summary>Cost of all who wait.</summary>
    [JsonIgnore]
    internal long WaitingCost => _waiting.Values.Sum(t => (long)Math.Min(t.Cost, Capacity));

    [JsonIgnore]
    private int Capacity => Settings?.Capacity ?? 0;

    public bool IsWaiting(string ticket) => _waiting.ContainsKey(ticket);

    public bool IsLeased(string ticket) => _leases.ContainsKey(ticket);

    /// <summary>GPU-seconds of a user's recent use, as they count at <paramref name="now"/>.</summary>
    public double DecayedUse(string userId, DateTimeOffset now) =>
        _users.TryGetValue(userId, out var user) ? user.Use / GpuUse.Scale(this, now.ToUnixTimeMilliseconds()) : 0;

    internal void Configure(PoolSettings settings)
    {
        Settings = settings;
        if (settings.Shards > 1)
            Share ??= new GpuShare();
        if (Share is not null)
            Share.Shards = Math.Max(Share.Shards, settings.Shards ?? 1);
        Forget();
    }

    /// <summary>What was the whole pool has no share yet.</summary>
    internal GpuShare BecomeShard()
    {
        Forget();
        return Share = new GpuShare();
    }

    /// <summary>Drops the index; it is built again from the lists.</summary>
    internal void Forget() => _index = null;

    internal GpuUser User(string userId)
    {
        if (!_users.TryGetValue(userId, out var user))
            _users.Add(userId, user = new GpuUser { UserId = userId });
        return user;
    }

    internal void RemoveUser(GpuUser user) => _users.Remove(user.UserId);

    internal void Enqueue(GpuTicket ticket)
    {
        var user = User(ticket.UserId);
        Index.Add(user, ticket);
        _waiting.Add(ticket.Ticket, ticket);
        Count(user, -1);
        user.Waiting++;
        Count(user, 1);
    }

    internal bool RemoveWaiting(string ticket)
    {
        if (!_waiting.TryGetValue(ticket, out var entry))
            return false;
        var user = User(entry.UserId);
        Index.Remove(user, entry);
        Count(user, -1);
        user.Waiting--;
        Count(user, 1);
        return _waiting.Remove(ticket);
    }

    internal void AddLease(GpuLease lease)
    {
        var user = User(lease.UserId);
        Count(user, -1);
        Index.Update(user, () =>
        {
            user.Running += lease.Cost;
            user.Use += lease.Advance;
        });
        Count(user, 1);
        _leases.Add(lease.Ticket, lease);
        _inUse += CostOf(lease);
    }

    /// <summary>Ends a lease and charges <paramref name="charge"/> in place of the advance; null when there is no such lease.</summary>
    internal GpuLease? RemoveLease(string ticket, Func<GpuLease, double> charge)
    {
        if (!_leases.TryGetValue(ticket, out var lease))
            return null;
        var user = User(lease.UserId);
        Count(user, -1);
        Index.Update(user, () =>
        {
            user.Running -= lease.Cost;
            user.Use = GpuUse.Rounded(Math.Max(0, user.Use - lease.Advance + charge(lease)));
        });
        Count(user, 1);
        _leases.Remove(ticket);
        _inUse -= CostOf(lease);
        return lease;
    }

    internal void ReplaceLease(GpuLease lease) => _leases[lease.Ticket] = lease;

    private static void Load<T>(Dictionary<string, T> into, IReadOnlyList<T> items, Func<T, string> key)
    {
        into.Clear();
        foreach (var item in items)
            into.Add(key(item), item);
    }

    private long CostOf(GpuLease lease) => Share is null ? Math.Min(lease.Cost, Capacity) : lease.Cost;

    // Taken away before a change and added after it, as far as the user counts.
    private void Count(GpuUser user, int sign)
    {
        // Building the index counts afresh: not between the two.
        _ = Index;
        if (!GpuUse.IsIdle(user))
            _busy += sign;
    }

    private GpuIndex Build()
    {
        var index = new GpuIndex(Settings);
        foreach (var user in _users.Values)
        {
            user.Buckets.Clear();
            (user.Running, user.Waiting) = (0, 0);
        }

        _inUse = 0;
        foreach (var lease in _leases.Values)
        {
            User(lease.UserId).Running += lease.Cost;
            _inUse += CostOf(lease);
        }

        foreach (var ticket in _waiting.Values)
        {
            var user = User(ticket.UserId);
            user.Waiting++;
            index.Add(user, ticket);
        }

        _busy = _users.Values.Count(u => !GpuUse.IsIdle(u));
        return index;
    }
}
