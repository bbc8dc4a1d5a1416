using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>
/// Places of all jobs that wait or run. A published state is never changed again: operations work on a <see cref="Copy"/>.
/// </summary>
public sealed class LedgerState
{
    private readonly Dictionary<string, LedgerPlace> _places;

    // Never changed but replaced, so that a copy need not copy every user's jobs.
    private readonly Dictionary<string, ImmutableHashSet<string>> _users;
    private IReadOnlyList<LedgerPlace>? _inOrder;

    public LedgerState()
        : this([], [])
    {
    }

    private LedgerState(Dictionary<string, LedgerPlace> places, Dictionary<string, ImmutableHashSet<string>> users) => (_places, _users) = (places, users);

    /// <summary>All places, the longest-standing first.</summary>
    [JsonIgnore]
    public IReadOnlyList<LedgerPlace> Places => _inOrder ??= InOrder(_places.Values);

    /// <summary>How many count against the bound.</summary>
    [JsonIgnore]
    public int WaitingCount { get; private set; }

    [JsonIgnore]
    public int Count => _places.Count;

    /// <summary>All places as they are stored: in no order, which would have to be found anew for every write.</summary>
    [JsonPropertyName("w")]
    [JsonInclude]
    internal IReadOnlyCollection<LedgerPlace> Stored
    {
        get => _places.Values;
        set
        {
            foreach (var place in value)
                Put(place);
        }
    }

    public LedgerPlace? Find(string jobId) => _places.GetValueOrDefault(jobId);

    /// <summary>The jobs of a user, the longest-standing first.</summary>
    public IReadOnlyList<LedgerPlace> OfUser(string userId) => InOrder(_users.GetValueOrDefault(userId, []).Select(id => _places[id]));

    internal LedgerState Copy() => new(new(_places), new(_users)) { WaitingCount = WaitingCount };

    internal int CountOfUser(string userId) => _users.TryGetValue(userId, out var ids) ? ids.Count : 0;

    internal void Put(LedgerPlace place)
    {
        Remove(place.JobId);
        _inOrder = null;
        _places.Add(place.JobId, place);
        if (!place.Running)
            WaitingCount++;
        _users[place.UserId] = _users.GetValueOrDefault(place.UserId, []).Add(place.JobId);
    }

    internal bool Remove(string jobId)
    {
        if (!_places.Remove(jobId, out var place))
            return false;
        _inOrder = null;
        if (!place.Running)
            WaitingCount--;
        var ids = _users[place.UserId].Remove(jobId);
        if (ids.IsEmpty)
            _users.Remove(place.UserId);
        else
            _users[place.UserId] = ids;
        return true;
    }

    private static IReadOnlyList<LedgerPlace> InOrder(IEnumerable<LedgerPlace> places) =>
        [.. places.OrderBy(p => p.EnqueuedMs).ThenBy(p => p.JobId, StringComparer.Ordinal)];
}
