using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using TransVox.Api.Options;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>
/// Keys seen lately, and ids that do not exist, for 30 seconds. Ids that are not in it cost a look-up each, so those are limited:
/// guessing keys loads neither the storage nor who has a key.
/// </summary>
internal sealed class ApiKeyCache : IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly IApiKeyStore _store;
    private readonly TimeProvider _time;
    private readonly TokenBucketRateLimiter _lookups;

    public ApiKeyCache(IApiKeyStore store, TimeProvider time, IOptions<ApiOptions> options)
    {
        (_store, _time) = (store, time);
        var rate = options.Value.RateLimit.UnknownKeysPerSecond;
        _lookups = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate,
            TokensPerPeriod = rate,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
    }

    /// <exception cref="RequestException"><c>rate_limited</c>.</exception>
    public async ValueTask<ApiKeyRecord?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var known = _entries.TryGetValue(keyId, out var entry);
        if (known && now - entry!.At < Lifetime)
            return entry.Record;
        // A key that was good half a minute ago is looked up without a ticket: guessers cannot use up its owner's.
        if (!(known && entry!.Record is not null))
            TakeTicket();
        var record = await _store.FindAsync(keyId, cancellationToken);
        if (_entries.Count >= MaxEntries)
            DropOld(now);
        _entries[keyId] = new Entry(record, now);
        return record;
    }

    public void Forget(string keyId) => _entries.TryRemove(keyId, out _);

    public void Dispose() => _lookups.Dispose();

    private void TakeTicket()
    {
        using var lease = _lookups.AttemptAcquire();
        if (!lease.IsAcquired)
            throw new RequestException(ErrorCodes.RateLimited, "Too many API keys are being tried. Try again in a moment.", TimeSpan.FromSeconds(1));
    }

    private void DropOld(DateTimeOffset now)
    {
        foreach (var (id, entry) in _entries)
        {
            if (entry.Record is null || now - entry.At >= Lifetime)
                _entries.TryRemove(id, out _);
        }
    }

    private sealed record Entry(ApiKeyRecord? Record, DateTimeOffset At);
}
