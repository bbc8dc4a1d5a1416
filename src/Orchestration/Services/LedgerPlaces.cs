using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Forecast;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Services;

/// <summary>Places in the admission ledger, with its answers as what a user is told.</summary>
public sealed class LedgerPlaces(
    IAdmissionLedger ledger, AdmissionLedgerOptions ledgerOptions, QueueForecaster forecaster, IOptions<TransVoxOptions> options, TimeProvider time,
    ILogger<LedgerPlaces> logger) : IQueuePlaces
{
    private readonly SchedulingOptions _scheduling = options.Value.Scheduling;

    public async Task TakeAsync(QueuePlaceRequest request, LiveLimits limits, CancellationToken cancellationToken)
    {
        var user = LimitsFromOptions.ForUser(limits, request.UserId, _scheduling);
        var place = PlaceOf(request);
        var bounds = new LedgerBounds(limits.MaxQueueSize, _scheduling.WhenUserBusy == WhenUserBusy.Reject ? user.MaxJobs : null);
        var answer = await ledger.ReserveAsync(place, bounds, cancellationToken);
        switch (answer.Verdict)
        {
            case LedgerVerdict.Full:
                var forecast = await forecaster.GetAsync(cancellationToken);
                throw new RequestException(
                    ErrorCodes.QueueFull,
                    $"The queue is full: {limits.MaxQueueSize} jobs wait. Try again when some of them have started.",
                    forecast.Forecast.RetryAfter);
            case LedgerVerdict.Busy:
                throw new RequestException(
                    ErrorCodes.UserBusy,
                    "You have as many jobs as may run at once. Wait for one to end, or cancel it.",
                    activeJobId: answer.ActiveJobId);
        }
    }

    public Task ContinueAsync(QueuePlaceRequest request, double? mediaSeconds, CancellationToken cancellationToken) =>
        ledger.ContinueAsync(PlaceOf(request) with { MediaSeconds = mediaSeconds }, cancellationToken);

    public IAsyncDisposable KeepPlace(string jobId) => new PlaceRenewal(ledger, jobId, ledgerOptions.RenewInterval, time, logger);

    public Task DescribeAsync(string jobId, double mediaSeconds, CancellationToken cancellationToken) =>
        ledger.DescribeAsync(jobId, mediaSeconds, cancellationToken);

    public Task StartedAsync(string jobId, CancellationToken cancellationToken) => ledger.MarkRunningAsync(jobId, cancellationToken);

    public Task EndedAsync(string jobId, CancellationToken cancellationToken) => ledger.RemoveAsync(jobId, cancellationToken);

    private static LedgerPlace PlaceOf(QueuePlaceRequest request) => LedgerPlace.Create(
        request.JobId, request.UserId, request.At, request.Pool, request.Priority, request.Cost, stages: JobPhase.CodeOf(request.Plan));
}
