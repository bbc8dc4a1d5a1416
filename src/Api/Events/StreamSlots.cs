using Microsoft.Extensions.Options;
using TransVox.Api.Options;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Events;

/// <summary>Counts the open event streams of this host, over all and by user.</summary>
internal sealed class StreamSlots(IOptions<ApiOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _byUser = new(StringComparer.Ordinal);
    private readonly EventOptions _options = options.Value.Events;
    private int _all;

    /// <summary>Streams that are open now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _all;
        }
    }

    /// <summary>Takes a place; disposing gives it back.</summary>
    /// <exception cref="RequestException"><c>rate_limited</c>.</exception>
    public IDisposable Take(string userId)
    {
        lock (_lock)
        {
            var own = _byUser.GetValueOrDefault(userId);
            if (own >= _options.MaxStreamsPerUser || _all >= _options.MaxStreams)
                throw new RequestException(ErrorCodes.RateLimited, "Too many event streams are open. Close some, or poll the job.", TimeSpan.FromSeconds(30));
            _byUser[userId] = own + 1;
            _all++;
        }

        return new Place(this, userId);
    }

    private void Return(string userId)
    {
        lock (_lock)
        {
            _all--;
            if (--_byUser[userId] == 0)
                _byUser.Remove(userId);
        }
    }

    private sealed class Place(StreamSlots slots, string userId) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                slots.Return(userId);
        }
    }
}
