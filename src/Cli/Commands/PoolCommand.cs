using System.CommandLine;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>pool pause|resume|drain [NAME]</c>.</summary>
internal static class PoolCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("pool", "Pause, drain or resume a GPU pool (admins).");
        command.Subcommands.Add(CreateAction(globals, "pause", "Start nothing new; what runs goes on."));
        command.Subcommands.Add(CreateAction(globals, "drain", "Start nothing new, to end empty for maintenance."));
        command.Subcommands.Add(CreateAction(globals, "resume", "Start jobs again."));
        return command;
    }

    private static Command CreateAction(GlobalOptions globals, string action, string description)
    {
        var name = new Argument<string>("NAME") { Description = "The pool (default: default).", DefaultValueFactory = _ => "default" };
        var command = new Command(action, description);
        command.Arguments.Add(name);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var pool = await client.SetPoolModeAsync(parse.GetRequiredValue(name), action, cancellationToken);
            globals.Terminal(parse).Write(pool, console =>
                console.MarkupLine($"{Format.Safe(pool.Name)}: {Format.Name(pool.Mode)}, {pool.InUse} of {pool.Capacity} in use"));
            return ExitCodes.Ok;
        });
        return command;
    }
}
