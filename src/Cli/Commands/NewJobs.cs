using TransVox.Cli.Http;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary>Tells of a job that a command made or let go on, and watches it on request.</summary>
internal static class NewJobs
{
    public static async Task<int> ReportAsync(Terminal terminal, TransVoxClient client, JobView job, bool watch, CancellationToken cancellationToken)
    {
        if (!watch)
        {
            terminal.Write(job, _ =>
                terminal.Line($"[bold]{Format.Safe(job.Id)}[/] {Format.State(job.State)} {JobTables.QueueText(job.Queue)}".TrimEnd()));
            return ExitCodes.Ok;
        }

        var started = TimeProvider.System.GetTimestamp();
        var ended = await JobDisplays.RunAsync(terminal, many: false, jsonEvents: false, display =>
            JobWatcher.WatchAsync(client, job.FileName, job, display, cancellationToken));
        terminal.Write(ended, _ => JobSummary.Write(terminal, ended, [], TimeProvider.System.GetElapsedTime(started)));
        return ended.IsCompleted() ? ExitCodes.Ok : ExitCodes.JobFailed;
    }
}
