using System.CommandLine;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>audit</c>: who changed what.</summary>
internal static class AuditCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var limit = new Option<int>("--limit", "-n") { Description = "How many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Command("audit", "Show changes of limits, pools, keys and users (admins).");
        command.Options.Add(limit);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var entries = await client.GetAuditAsync(parse.GetValue(limit), cancellationToken);
            globals.Terminal(parse).Write(entries, console =>
            {
                var table = JobTables.NewTable("At", "By", "Action", "Details");
                foreach (var entry in entries)
                    table.AddRow(Format.Time(entry.At), Format.Safe(entry.By), Format.Safe(entry.Action), Format.Safe(entry.Details));
                console.Write(table);
            });
            return ExitCodes.Ok;
        });
        return command;
    }
}
