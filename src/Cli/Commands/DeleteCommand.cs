using System.CommandLine;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>delete JOB…</c>.</summary>
internal static class DeleteCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var ids = JobArgument.Many();
        var command = new Command("delete", "Delete jobs for good: video, results, history. One that runs is stopped.");
        command.Arguments.Add(ids);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var terminal = globals.Terminal(parse);
            using var client = globals.Client(parse);
            var deleted = parse.GetRequiredValue(ids).Distinct().ToList();
            foreach (var id in deleted)
                await client.DeleteAsync(id, cancellationToken);
            terminal.Write(new DeletedJobs(deleted), _ =>
            {
                foreach (var id in deleted)
                    terminal.Line($"[bold]{Format.Safe(id)}[/] deleted");
            });
            return ExitCodes.Ok;
        });
        return command;
    }
}
