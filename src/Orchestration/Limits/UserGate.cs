namespace TransVox.Orchestration.Limits;

/// <summary>
/// How many things of a kind are done for users at once, on this instance, that must not take the place of jobs: requests to servers that may
/// hang, lines that are spoken to be heard. Who finds no place comes again.
/// </summary>
/// <param name="atOnce">Of all users.</param>
/// <param name="perUser">Of one.</param>
public abstract class UserGate(int atOnce, int perUser)
{
    private readonly Dictionary<string, int> _users = [];
    private readonly Lock _lock = new();
    private int _all;

    /// <summary>A place until it is disposed of, or null when there is none.</summary>
    public IDisposable? TryEnter(string userId)
    {
        lock (_lock)
        {
            var own = _users.GetValueOrDefault(userId);
            if (_all >= atOnce || own >= perUser)
                return null;
            _all++;
            _users[userId] = own + 1;
            return new Place(() => Leave(userId));
        }
    }

    private void Leave(string userId)
    {
        lock (_lock)
        {
            _all--;
            if (_users[userId] is var own and > 1)
                _users[userId] = own - 1;
            else
                _users.Remove(userId);
        }
    }

    private sealed class Place(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
