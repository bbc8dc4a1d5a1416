using System.CommandLine;

namespace TransVox.Cli.Commands;

/// <summary><c>users set|reset USER</c>: limits of one user.</summary>
internal static class UsersCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("users", "Set or remove the limits of single users (admins); 'transvox limits' shows them.");
        command.Subcommands.Add(CreateSet(globals));
        command.Subcommands.Add(CreateReset(globals));
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
