using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>
/// Places of all jobs that wait or run. A published state is never changed again: operations work on a <see cref="Copy"/>.
/// </summary>
public sealed class LedgerState
{
    private readonly Dictionary<string, LedgerPlace> _places = [];
    private readonly Dictionary<string, HashSet<string>> _users = [];

    /// <summary>All places, the longest-standing first.</summary>
    [JsonPropertyName("w")]
    [JsonInclude]
    public IReadOnlyList<LedgerPlace> Places
    {
        get => [.. _places.Values.OrderBy(p => p.EnqueuedMs).ThenBy(p => p.JobId, StringComparer.Ordinal)];
        internal set
        {
            foreach (var place in value)
                Put(place);
        }
    }

    /// <summary>How many count against the bound.</summary>
    [JsonIgnore]
    public int WaitingCount { get; private set; }

    [JsonIgnore]
    public int Count => _places.Count;

    public LedgerPlace? Find(string jobId) => _places.GetValueOrDefault(jobId);

    /// <summary>The jobs of a user, the longest-standing first.</summary>
    public IReadOnlyList<LedgerPlace> OfUser(string userId) =>
        [.. _users.GetValueOrDefault(userId, []).Select(id => _places[id]).OrderBy(p => p.EnqueuedMs).ThenBy(p => p.JobId, StringComparer.Ordinal)];

    internal LedgerState Copy()
    {
        var copy = new LedgerState();
        foreach (var place in _places.Values)
            copy.Put(place);
        return copy;
    }

    internal int CountOfUser(string userId) => _users.TryGetValue(userId, out var ids) ? ids.Count : 0;

    internal void Put(LedgerPlace place)
    {
        Remove(place.JobId);
        _places.Add(place.JobId, place);
        if (!place.Running)
            WaitingCount++;
        if (!_users.TryGetValue(place.UserId, out var ids))
            _users.Add(place.UserId, ids = []);
        ids.Add(place.JobId);
    }

    internal bool Remove(string jobId)
    {
        if (!_places.Remove(jobId, out var place))
            return false;
        if (!place.Running)
            WaitingCount--;
        var ids = _users[place.UserId];
        ids.Remove(jobId);
        if (ids.Count == 0)
            _users.Remove(place.UserId);
        return true;
    }
}
