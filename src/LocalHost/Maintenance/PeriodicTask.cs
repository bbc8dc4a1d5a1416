namespace TransVox.LocalHost.Maintenance;

/// <summary>The timer trigger of the one-machine host: runs a task at start and then at an interval, one run at a time.</summary>
internal sealed class PeriodicTask(
    string name, TimeSpan interval, Func<CancellationToken, Task> run, TimeProvider time, ILogger<PeriodicTask> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await run(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The next run finds what this one could not do.
                LocalHostLog.PeriodicTaskFailed(logger, e, name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
