using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Spectre.Console;
using TransVox.Cli.Http;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>limits</c> and <c>limits set NAME=VALUE…</c>: the live limits of the service.</summary>
internal static class LimitsCommand
{
    private const int Attempts = 5;

    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("limits", "Show the limits in force, or change them (admins).");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var (limits, _) = await client.GetLimitsAsync(cancellationToken);
            Report(globals.Terminal(parse), limits);
            return ExitCodes.Ok;
        });
        var values = new Argument<string[]>("NAME=VALUE")
        {
            Description = "For example max_global_jobs=4 queue_timeout=1800 policy=fair.",
            Arity = ArgumentArity.OneOrMore,
        };
        var set = new Command("set", "Change limits; they are in force within seconds, without a restart.");
        set.Arguments.Add(values);
        set.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var limits = await ChangeAsync(client, parse.GetRequiredValue(values), cancellationToken);
            Report(globals.Terminal(parse), limits);
            return ExitCodes.Ok;
        });
        command.Subcommands.Add(set);
        return command;
    }

    public static void Report(Terminal terminal, JsonObject limits) => terminal.Write(limits, console => Show(console, limits));

    /// <summary>Reads, changes and writes; when somebody else was faster, once more on what they wrote.</summary>
    private static async Task<JsonObject> ChangeAsync(TransVoxClient client, IReadOnlyList<string> assignments, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (limits, etag) = await client.GetLimitsAsync(cancellationToken);
            foreach (var assignment in assignments)
                Apply(limits, assignment);
            try
            {
                return await client.PutLimitsAsync(limits, etag, cancellationToken);
            }
            catch (ServiceException e) when (e.Status == HttpStatusCode.PreconditionFailed && attempt < Attempts)
            {
                // Read again.
            }
        }
    }

    private static void Apply(JsonObject limits, string assignment)
    {
        var parts = assignment.Split('=', 2);
        if (parts.Length != 2 || parts[0].Length == 0)
            throw new UsageException($"'{assignment}' is not of the form NAME=VALUE.");
        var name = limits.FirstOrDefault(member => Plain(member.Key) == Plain(parts[0])).Key;
        if (name is null or "version" or "pools" or "users")
            throw new UsageException($"There is no limit '{parts[0]}'. There are: {string.Join(", ", Names(limits))}.");
        limits[name] = Parse(limits[name]?.GetValueKind(), parts[1], parts[0]);
    }

    private static JsonValue Parse(System.Text.Json.JsonValueKind? kind, string text, string name) => kind switch
    {
        System.Text.Json.JsonValueKind.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            number == Math.Floor(number) && Math.Abs(number) < 1e15 ? JsonValue.Create((long)number) : JsonValue.Create(number),
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
        System.Text.Json.JsonValueKind.String => JsonValue.Create(text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text),
        System.Text.Json.JsonValueKind.Number => throw new UsageException($"{name} takes a number, not '{text}'."),
        _ => throw new UsageException($"{name} takes true or false, not '{text}'."),
    };

    private static IEnumerable<string> Names(JsonObject limits) =>
        limits.Where(member => member.Key is not ("version" or "pools" or "users")).Select(member => Snake(member.Key));

    /// <summary>transvox.json writes max_global_jobs, HTTP writes maxGlobalJobs: both are good here.</summary>
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Snake(string name) => string.Concat(name.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));

    private static void Show(IAnsiConsole console, JsonObject limits)
    {
        var table = JobTables.NewTable("Limit", "Value");
        foreach (var (name, value) in limits)
        {
            if (value is not JsonObject)
                table.AddRow(Format.Safe(Snake(name)), Format.Safe(value?.ToString()));
        }

        console.Write(table);
        ShowNested(console, limits, "pools", "Pool");
        ShowNested(console, limits, "users", "User");
    }

    private static void ShowNested(IAnsiConsole console, JsonObject limits, string member, string title)
    {
        if (limits[member] is not JsonObject { Count: > 0 } nested)
            return;
        var table = JobTables.NewTable(title, "Limits");
        foreach (var (name, value) in nested)
            table.AddRow(Format.Safe(name), Format.Safe(string.Join(", ", (value as JsonObject ?? []).Where(m => m.Value is not null).Select(m => $"{Snake(m.Key)}={m.Value}"))));
        console.Write(table);
    }
}
