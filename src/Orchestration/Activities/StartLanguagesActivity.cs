using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Webhooks;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// Before the jobs of a job's languages start: they go on in its place as jobs that have started, so that no bound of the queue holds them up,
/// and webhooks can be told of each. Idempotent.
/// </summary>
public sealed class StartLanguagesActivity(
    IQueuePlaces places, IDurableTaskClientProvider clients, IHostApplicationLifetime lifetime, ILogger<StartLanguagesActivity> logger)
    : StoppableActivity<StartLanguagesInput, LanguagesOutcome>(lifetime)
{
    public override async Task<LanguagesOutcome> RunAsync(StartLanguagesInput input, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var place in input.Places)
            {
                await places.ContinueAsync(place, input.MediaSeconds, cancellationToken);
                if (input.Webhooks)
                    await NotifyOrchestrator.StartAsync(clients.GetClient(), place.JobId, cancellationToken);
            }

            // Last: in between its owner must not seem to have no job.
            await places.EndedAsync(input.JobId, cancellationToken);
            return new LanguagesOutcome();
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            ActivityLog.StepFailed(logger, e, input.JobId, "starting the languages");
            return new LanguagesOutcome(new ActivityError(ErrorCodes.StorageUnavailable, "The languages could not be started.", Retryability.Transient));
        }
    }
}
