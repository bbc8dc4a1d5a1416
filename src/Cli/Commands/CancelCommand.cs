using System.CommandLine;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>cancel JOB…</c>.</summary>
internal static class CancelCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var ids = JobArgument.Many();
        var command = new Command("cancel", "Cancel jobs. A waiting job leaves the queue at once, a running one is stopped.");
        command.Arguments.Add(ids);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var terminal = globals.Terminal(parse);
            using var client = globals.Client(parse);
            var jobs = new List<JobView>();
            foreach (var id in parse.GetRequiredValue(ids).Distinct())
                jobs.Add(await client.CancelAsync(id, cancellationToken));
            terminal.Write(new JobPage(jobs, null), _ =>
            {
                foreach (var job in jobs)
                    terminal.Line($"[bold]{Format.Safe(job.Id)}[/] {(job.HasEnded() ? Format.State(job.State) : "cancel asked for")}");
            });
            return ExitCodes.Ok;
        });
        return command;
    }
}
