using System.CommandLine;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>quarantine</c>: jobs that crashed their worker too often.</summary>
internal static class QuarantineCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("quarantine", "List jobs that crashed their worker too often, or let one run again (admins).");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var entries = await client.GetQuarantineAsync(cancellationToken);
            globals.Terminal(parse).Write(entries, console =>
            {
                var table = JobTables.NewTable("Id", "User", "File", "Since", "Reason");
                foreach (var entry in entries)
                    table.AddRow(Format.Safe(entry.JobId), Format.Safe(entry.UserId), Format.Safe(entry.FileName), Format.Time(entry.At), Format.Safe(entry.Reason));
                console.Write(table);
            });
            return ExitCodes.Ok;
        });
        var id = JobArgument.One();
        var release = new Command("release", "Run a quarantined job again, as a new job of its owner.");
        release.Arguments.Add(id);
        release.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var job = await client.ReleaseAsync(parse.GetRequiredValue(id), cancellationToken);
            return await NewJobs.ReportAsync(globals.Terminal(parse), client, job, watch: false, cancellationToken);
        });
        command.Subcommands.Add(release);
        return command;
    }
}
