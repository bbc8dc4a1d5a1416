using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>keys add|list|revoke</c>: API keys.</summary>
internal static class KeysCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("keys", "Create, list and revoke API keys (admins).");
        command.Subcommands.Add(CreateAdd(globals));
        command.Subcommands.Add(CreateList(globals));
        command.Subcommands.Add(CreateRevoke(globals));
        return command;
    }

    private static Command CreateAdd(GlobalOptions globals)
    {
        var user = new Argument<string>("USER") { Description = "The user's id." };
        var admin = new Option<bool>("--admin") { Description = "The key may use the admin commands." };
        var note = new Option<string?>("--note") { Description = "What the key is for.", HelpName = "TEXT" };
        var command = new Command("add", "Create a key. It is shown this once and stored as a hash.");
        command.Aliases.Add("create");
        command.Arguments.Add(user);
        command.Options.Add(admin);
        command.Options.Add(note);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var key = await client.CreateKeyAsync(new NewKeyRequest(parse.GetRequiredValue(user), parse.GetValue(admin), parse.GetValue(note)), cancellationToken);
            globals.Terminal(parse).Write(key, console =>
            {
                console.WriteLine(key.Key);
                console.WriteLine($"Key id {key.KeyId}; it will not be shown again. Use it with TRANSVOX_KEY.");
            });
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateList(GlobalOptions globals)
    {
        var command = new Command("list", "List the keys, without their secrets.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var keys = await client.GetKeysAsync(cancellationToken);
            globals.Terminal(parse).Write(keys, console =>
            {
                var table = JobTables.NewTable("Id", "User", "Admin", "Note", "Created");
                foreach (var key in keys)
                    table.AddRow(Format.Safe(key.KeyId), Format.Safe(key.UserId), key.Admin ? "yes" : "", Format.Safe(key.Note), Format.Time(key.CreatedAt));
                console.Write(table);
            });
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateRevoke(GlobalOptions globals)
    {
        var id = new Argument<string>("KEYID") { Description = "Id of the key, as 'keys list' shows it." };
        var command = new Command("revoke", "Revoke a key; it is refused from then on.");
        command.Arguments.Add(id);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            await client.RevokeKeyAsync(parse.GetRequiredValue(id), cancellationToken);
            // The service answers with nothing; a program still wants a document.
            globals.Terminal(parse).Write(
                new JsonObject { ["revoked"] = parse.GetRequiredValue(id) },
                console => console.MarkupLine($"revoked {Format.Safe(parse.GetRequiredValue(id))}"));
            return ExitCodes.Ok;
        });
        return command;
    }
}
