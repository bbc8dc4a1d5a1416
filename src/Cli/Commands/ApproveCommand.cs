using System.CommandLine;

namespace TransVox.Cli.Commands;

/// <summary><c>approve JOB</c>: ends the review.</summary>
internal static class ApproveCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = JobArgument.One();
        var version = new Option<string?>("--if-match") { Description = "Only this version of the cues.", HelpName = "ETAG" };
        var watch = new Option<bool>("--watch", "-w") { Description = "Stay until the job has ended." };
        var command = new Command("approve", "Approve the translation; the job queues for synthesis.");
        command.Arguments.Add(id);
        command.Options.Add(version);
        command.Options.Add(watch);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var job = await client.ApproveAsync(parse.GetRequiredValue(id), parse.GetValue(version), cancellationToken);
            return await NewJobs.ReportAsync(globals.Terminal(parse), client, job, parse.GetValue(watch), cancellationToken);
        });
        return command;
    }
}
