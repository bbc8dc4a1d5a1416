using System.CommandLine;
using TransVox.Cli.Review;

namespace TransVox.Cli.Commands;

/// <summary><c>revise JOB FILE</c>: dubs a finished job again with changed cues.</summary>
internal static class ReviseCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = JobArgument.One();
        var file = new Argument<string>("FILE") { Description = "Cues as 'transvox review JOB --save FILE' wrote them, and changed since." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Stay until the new job has ended." };
        var command = new Command("revise", "Dub a finished job again with changed cues, as a new job; only those are spoken anew.");
        command.Arguments.Add(id);
        command.Arguments.Add(file);
        command.Options.Add(watch);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var cues = (await ReviewFiles.ReadAsync(parse.GetRequiredValue(file), cancellationToken)).Cues;
            using var client = globals.Client(parse);
            var job = await client.ReviseAsync(parse.GetRequiredValue(id), cues, cancellationToken);
            return await NewJobs.ReportAsync(globals.Terminal(parse), client, job, parse.GetValue(watch), cancellationToken);
        });
        return command;
    }
}
