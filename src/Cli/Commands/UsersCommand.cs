using System.CommandLine;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>users set|reset|erase USER</c>: limits of one user, and the end of one.</summary>
internal static class UsersCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("users", "Set or remove the limits of single users (admins), which 'transvox limits' shows; erase users.");
        command.Subcommands.Add(CreateSet(globals));
        command.Subcommands.Add(CreateReset(globals));
        command.Subcommands.Add(CreateErase(globals));
        command.Subcommands.Add(CreateErasing(globals));
        return command;
    }

    private static Command CreateErase(GlobalOptions globals)
    {
        var user = new Argument<string>("USER") { Description = "The user's id." };
        var confirm = new Option<string?>("--confirm") { Description = "The user's id once more; needed for oneself.", HelpName = "USER" };
        var command = new Command("erase", "Erase a user for good: jobs, results, glossary, keys, webhooks, limits, use. The audit log stays.");
        command.Arguments.Add(user);
        command.Options.Add(confirm);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var erasure = await client.EraseUserAsync(parse.GetRequiredValue(user), parse.GetValue(confirm), cancellationToken);
            globals.Terminal(parse).Write(erasure, console => console.MarkupLine(
                $"[bold]{Format.Safe(erasure.UserId)}[/] is being erased; it goes on by itself, and 'transvox users erasing' shows whether it is over"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateErasing(GlobalOptions globals)
    {
        var command = new Command("erasing", "List the users who are being erased.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var erasures = await client.GetErasuresAsync(cancellationToken);
            globals.Terminal(parse).Write(erasures, console =>
            {
                var table = JobTables.NewTable("User", "By", "Since");
                foreach (var erasure in erasures)
                    table.AddRow(Format.Safe(erasure.UserId), Format.Safe(erasure.By), Format.Time(erasure.At));
                console.Write(table);
            });
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateSet(GlobalOptions globals)
    {
        var user = new Argument<string>("USER") { Description = "The user's id." };
        var jobs = new Option<int?>("--max-jobs") { Description = "Jobs that run at once.", HelpName = "N" };
        var weight = new Option<double?>("--weight") { Description = "Share under the fair policy; 2 gets twice as much as 1.", HelpName = "X" };
        var command = new Command("set", "Give a user limits of their own.");
        command.Arguments.Add(user);
        command.Options.Add(jobs);
        command.Options.Add(weight);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var limits = new UserLimits(parse.GetValue(jobs), parse.GetValue(weight));
            if (limits is { MaxJobs: null, Weight: null })
                throw new UsageException("Say what to set: --max-jobs, --weight, or both.");
            using var client = globals.Client(parse, asAdmin: true);
            LimitsCommand.Report(globals.Terminal(parse), await client.PutUserAsync(parse.GetRequiredValue(user), limits, cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateReset(GlobalOptions globals)
    {
        var user = new Argument<string>("USER") { Description = "The user's id." };
        var command = new Command("reset", "Back to the limits of everybody.");
        command.Arguments.Add(user);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            LimitsCommand.Report(globals.Terminal(parse), await client.DeleteUserAsync(parse.GetRequiredValue(user), cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }
}
