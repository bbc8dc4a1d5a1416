using System.CommandLine;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>watch JOB…</c>: follows jobs to their end.</summary>
internal static class WatchCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var ids = JobArgument.Many();
        var command = new Command("watch", "Follow jobs until they end. With --json every event is a line. Exit code 1 when one of them has no result.");
        command.Arguments.Add(ids);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var terminal = globals.Terminal(parse);
            using var client = globals.Client(parse);
            var jobs = new List<JobView>();
            foreach (var id in parse.GetRequiredValue(ids).Distinct())
                jobs.Add(await client.GetJobAsync(id, cancellationToken));
            var ended = await JobDisplays.RunAsync(terminal, jobs.Count > 1, jsonEvents: true, display =>
                Task.WhenAll(jobs.Select(job => JobWatcher.WatchAsync(client, NameOf(job, jobs), job, display, cancellationToken))));
            foreach (var job in ended)
                JobSummary.Write(terminal, job, [], (job.EndedAt ?? job.CreatedAt) - job.CreatedAt);
            return ended.All(job => job.IsCompleted()) ? ExitCodes.Ok : ExitCodes.JobFailed;
        });
        return command;
    }

    /// <summary>Two jobs of files of the same name must not share a bar.</summary>
    private static string NameOf(JobView job, List<JobView> jobs) =>
        jobs.Count(other => other.FileName == job.FileName) == 1 ? job.FileName : $"{job.FileName} {job.Id}";
}
