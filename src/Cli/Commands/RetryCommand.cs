using System.CommandLine;

namespace TransVox.Cli.Commands;

/// <summary><c>retry JOB</c>: a new job with the same input that goes on at the stage that failed, or at another one.</summary>
internal static class RetryCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = JobArgument.One();
        var from = Choices.Option<Stage>("--from", "Stage to start at (default: the failed one)");
        var watch = new Option<bool>("--watch", "-w") { Description = "Stay until the new job has ended." };
        var command = new Command("retry", "Run a job again as a new job; stages before the failed one are reused.");
        command.Arguments.Add(id);
        command.Options.Add(from);
        command.Options.Add(watch);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var job = await client.RetryAsync(parse.GetRequiredValue(id), parse.GetValue(from), cancellationToken);
            return await NewJobs.ReportAsync(globals.Terminal(parse), client, job, parse.GetValue(watch), cancellationToken);
        });
        return command;
    }
}
