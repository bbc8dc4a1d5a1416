using System.CommandLine;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>show JOB</c>: everything about a job.</summary>
internal static class ShowCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = JobArgument.One();
        var command = new Command("show", "Show a job: state, stages, place in the queue, files, error.");
        command.Arguments.Add(id);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var job = await client.GetJobAsync(parse.GetRequiredValue(id), cancellationToken);
            globals.Terminal(parse).Write(job, console => JobTables.WriteJob(console, job));
            return ExitCodes.Ok;
        });
        return command;
    }
}
