using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Admission.Ledger;

namespace TransVox.Orchestration.Services;

/// <summary>Renews a place in the ledger at an interval until it is disposed.</summary>
internal sealed class PlaceRenewal : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public PlaceRenewal(IAdmissionLedger ledger, string jobId, TimeSpan interval, TimeProvider time, ILogger logger) =>
        _loop = RenewAsync(ledger, jobId, interval, time, logger, _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static async Task RenewAsync(
        IAdmissionLedger ledger, string jobId, TimeSpan interval, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await ledger.RenewAsync(jobId, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // A time limit of the storage client is a cancellation too, though not ours. The next renewal may go through; if none does, the job asks for its place again before it starts.
                ServiceLog.RenewalFailed(logger, e, jobId);
            }
        }
    }
}
