using Microsoft.Extensions.Logging;
using TransVox.Api.Dispatch;
using TransVox.Orchestration.Health;

namespace TransVox.Api.Health;

/// <summary>Asks all probes at once, each with a time limit. The answer is shared for two seconds: anybody may ask.</summary>
internal sealed class HealthMonitor(IEnumerable<IHealthProbe> probes, TimeProvider time, ILogger<HealthMonitor> logger) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IHealthProbe> _probes = [.. probes];
    private readonly SemaphoreSlim _asking = new(1, 1);
    private (HealthReport Report, DateTimeOffset At)? _last;

    public async Task<HealthReport> AskAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && time.GetUtcNow() - last.At < Lifetime)
                return last.Report;
            var checks = await Task.WhenAll(_probes.Select(p => CheckAsync(p, cancellationToken)));
            var report = new HealthReport(checks.All(c => c.Status == "healthy") ? "healthy" : "unhealthy", checks);
            _last = (report, time.GetUtcNow());
            return report;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<HealthCheck> CheckAsync(IHealthProbe probe, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var finding = await FindAsync(probe, cancellationToken);
        return new HealthCheck(
            probe.Name, finding.Healthy ? "healthy" : "unhealthy", finding.Message, Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 1));
    }

    private async Task<HealthFinding> FindAsync(IHealthProbe probe, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await probe.CheckAsync(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new HealthFinding(false, $"No answer within {Limit.TotalSeconds} s.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What a probe met is for the log; whoever asks learns that it failed.
            ApiLog.ProbeFailed(logger, e, probe.Name);
            return new HealthFinding(false, "The check failed; the log says why.");
        }
    }
}
