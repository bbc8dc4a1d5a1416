using System.CommandLine;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>timeline JOB</c>: what happened to a job, and when.</summary>
internal static class TimelineCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = JobArgument.One();
        var command = new Command("timeline", "Show what happened to a job: waits, slots, attempts, restarts, reviews, who did what, and where the time went.");
        command.Arguments.Add(id);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var timeline = await client.GetTimelineAsync(parse.GetRequiredValue(id), cancellationToken);
            globals.Terminal(parse).Write(timeline, console => TimelineTable.Write(console, timeline));
            return ExitCodes.Ok;
        });
        return command;
    }
}
