using System.CommandLine;
using System.Globalization;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>list</c>: jobs, newest first.</summary>
internal static class ListCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var state = Choices.Option<JobState>("--state", "Only jobs in this state");
        var limit = new Option<int>("--limit", "-n") { Description = "How many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var after = new Option<string?>("--after") { Description = "Go on after the page that named this.", HelpName = "TOKEN" };
        var all = new Option<bool>("--all") { Description = "Jobs of all users (admins)." };
        var user = new Option<string?>("--user") { Description = "Jobs of this user (admins).", HelpName = "USER" };
        var command = new Command("list", "List jobs, newest first.");
        foreach (var option in (Option[])[state, limit, after, all, user])
            command.Options.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var withUsers = parse.GetValue(all) || parse.GetValue(user) is not null;
            var query = Query(
                ("state", parse.GetValue(state)?.ToString()),
                ("limit", parse.GetValue(limit).ToString(CultureInfo.InvariantCulture)),
                ("after", parse.GetValue(after)),
                ("all", withUsers ? "true" : null),
                ("user", parse.GetValue(user)));
            using var client = globals.Client(parse, asAdmin: withUsers);
            var page = await client.ListAsync(query, cancellationToken);
            globals.Terminal(parse).Write(page, console => JobTables.WriteList(console, page, withUsers));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Query(params (string Name, string? Value)[] parts) =>
        "?" + string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
}
