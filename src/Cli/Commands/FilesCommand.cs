using System.CommandLine;
using TransVox.Cli.Download;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>files JOB [NAME…]</c>: downloads results.</summary>
internal static class FilesCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = JobArgument.One();
        var names = new Argument<string[]>("NAME") { Description = "Files to download; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var output = new Option<string>("--out", "-o") { Description = "Folder to download to (default: the current one).", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var list = new Option<bool>("--list", "-l") { Description = "Only say which files there are." };
        var command = new Command("files", "Download the files of a job. An interrupted download goes on where it stopped.");
        command.Arguments.Add(id);
        command.Arguments.Add(names);
        command.Options.Add(output);
        command.Options.Add(list);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var terminal = globals.Terminal(parse);
            using var client = globals.Client(parse);
            var job = await client.GetJobAsync(parse.GetRequiredValue(id), cancellationToken);
            IReadOnlyList<string> paths = [];
            if (!parse.GetValue(list))
                paths = await new Downloader(client).RunAsync(job, parse.GetValue(names) ?? [], parse.GetRequiredValue(output), cancellationToken);
            terminal.Write(new FileReport(job.Id, job.Outputs, paths), console =>
            {
                if (parse.GetValue(list))
                    JobTables.WriteOutputs(console, job.Outputs);
                foreach (var path in paths)
                    terminal.Line(Format.Safe(path));
            });
            return ExitCodes.Ok;
        });
        return command;
    }
}
