using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Samples;

namespace TransVox.LocalHost.Maintenance;

/// <summary>Has the sample made once the host runs. What keeps it from being made is logged once, and tried again at the next start.</summary>
internal sealed class StartupSample(SampleMaker maker, TimeProvider time, ILogger<StartupSample> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await maker.RunAsync(stoppingToken) == SampleOutcome.Waits)
                await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (RequestException e)
        {
            LocalHostLog.NoSample(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // The service does its work without one.
            LocalHostLog.SampleFailed(logger, e);
        }
    }
}
