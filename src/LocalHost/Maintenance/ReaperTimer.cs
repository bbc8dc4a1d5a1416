using Microsoft.Extensions.Options;
using TransVox.Orchestration.Maintenance;

namespace TransVox.LocalHost.Maintenance;

/// <summary>Runs the reaper every few seconds; the timer trigger of the one-machine host.</summary>
internal sealed class ReaperTimer(
    ReaperRunner reaper, IOptions<LocalHostOptions> options, TimeProvider time, ILogger<ReaperTimer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.MaintenanceSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await reaper.RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The next run finds what this one could not mend.
                LocalHostLog.ReaperFailed(logger, e);
            }
        }
    }
}
