using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Services;

/// <summary>Lines that are spoken at this moment on this host so that somebody hears them: one for each user, and few in all.</summary>
public sealed class PreviewSlots
{
    // Jobs are what the machine is for; whoever edits waits.
    private const int Most = 4;
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);

    /// <summary>Takes a place; disposing gives it back.</summary>
    /// <exception cref="RequestException"><c>rate_limited</c>.</exception>
    public IDisposable Take(string userId)
    {
        lock (_lock)
        {
            if (_users.Contains(userId))
                throw new RequestException(ErrorCodes.RateLimited, "A line is being spoken for you already. Wait until it is done, or end that request.", Later);
            if (_users.Count == Most)
                throw new RequestException(ErrorCodes.RateLimited, "Lines are being spoken for several others. Try again in a moment.", Later);
            _users.Add(userId);
        }

        return new Place(this, userId);
    }

    private sealed class Place(PreviewSlots slots, string userId) : IDisposable
    {
        public void Dispose()
        {
            lock (slots._lock)
                slots._users.Remove(userId);
        }
    }
}
