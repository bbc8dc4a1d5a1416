using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using TransVox.Api.Options;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Dispatch;

/// <summary>A token bucket for each user on this host; idle buckets are dropped by the limiter.</summary>
internal sealed class UserRateLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter;

    public UserRateLimiter(IOptions<ApiOptions> options)
    {
        var rate = options.Value.RateLimit;
        _limiter = PartitionedRateLimiter.Create<string, string>(user => RateLimitPartition.GetTokenBucketLimiter(
            user,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = rate.Burst,
                TokensPerPeriod = Math.Max(1, rate.PerSecond / 4),
                ReplenishmentPeriod = TimeSpan.FromSeconds(rate.PerSecond < 4 ? 1.0 / rate.PerSecond : 0.25),
                QueueLimit = 0,
                AutoReplenishment = true,
            }));
    }

    /// <exception cref="RequestException"><c>rate_limited</c>.</exception>
    public void Take(string userId)
    {
        using var lease = _limiter.AttemptAcquire(userId);
        if (lease.IsAcquired)
            return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        throw new RequestException(ErrorCodes.RateLimited, "You send more requests than the service takes from one user. Slow down.", wait);
    }

    public void Dispose() => _limiter.Dispose();
}
